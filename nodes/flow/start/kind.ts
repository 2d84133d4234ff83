import { defineKind } from '../../kind.ts'

export const flowStart = defineKind({
  id: 'flow.start',
  version: 1,
  role: 'source',
  family: 'Control',
  title: 'When called',
  description: 'Where records come in when another flow calls this one.',
  fields: {},
  summary: () => 'records of the calling flow',
})
