import { choice, expression, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'

export const lookupTable = defineKind({
  id: 'lookup.table',
  version: 1,
  role: 'transform',
  family: 'Lookups',
  title: 'Look up in a table',
  description: 'Finds a value in one of the tables of the settings, such as the item of a product.',
  fields: {
    table: text('Table', {
      required: true,
      placeholder: 'itemMap',
      help: 'The key of a setting that is a table.',
    }),
    key: expression('Look for', {
      required: true,
      placeholder: 'line.product',
      help: 'Gives a text, or a list of texts: then the result is a table of what was found.',
    }),
    into: text('Put it at', {
      required: true,
      initial: 'found',
      help: 'The field of the record that receives what was found.',
    }),
    onMissing: choice('If there is no entry', [
      { value: 'error', label: 'Report an error' },
      { value: 'continue', label: 'Go on without it' },
    ]),
  },
  summary: (config) =>
    typeof config.table === 'string' && config.table ? `in ${config.table}` : 'no table yet',
})
