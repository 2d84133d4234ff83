import { defineKind } from '../../kind.ts'

export const flowEnd = defineKind({
  id: 'flow.end',
  version: 1,
  role: 'transform',
  family: 'Control',
  title: 'Return to the caller',
  description:
    'Sends the record back to the flow that called. A record that ends elsewhere does not return.',
  fields: {},
  summary: () => 'back to the calling flow',
})
