import { text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'

export const flowCall = defineKind({
  id: 'flow.call',
  version: 1,
  role: 'transform',
  family: 'Control',
  title: 'Call another flow',
  description:
    'Sends the record through the steps of another flow and goes on when it comes back. Several flows can share steps that way.',
  fields: {
    flow: text('Flow', {
      required: true,
      placeholder: 'find-the-netsuite-customer',
      help: 'The id of a flow that begins with "When called". What it writes is written once, whichever flow calls it.',
    }),
  },
  summary: (config) =>
    typeof config.flow === 'string' && config.flow ? `calls ${config.flow}` : 'no flow yet',
})
