import { expression, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'

export const transformSplit = defineKind({
  id: 'transform.split',
  version: 1,
  role: 'transform',
  family: 'Transforms',
  title: 'Split',
  description:
    'Makes a record of its own of each entry of a list, such as one for each payment of an invoice.',
  fields: {
    list: expression('List', {
      required: true,
      placeholder: 'payments',
      help: 'Each entry becomes a record; the rest of the record comes with each.',
    }),
    id: expression('Told apart by', {
      initial: 'id',
      help: 'Evaluated on the entry. Must be the same on every run and different for each entry: what was written for an entry is known by it.',
    }),
    into: text('Put the entry at', {
      required: true,
      initial: 'entry',
      help: 'The field of each new record that holds its entry.',
    }),
    emptyReason: text('Reason when the list is empty', {
      words: true,
      initial: 'There is nothing to split.',
      help: 'Stored with a record that has no entries and so goes no further.',
    }),
  },
  summary: (config) =>
    typeof config.list === 'string' && config.list ? `each of ${config.list}` : 'no list yet',
})
