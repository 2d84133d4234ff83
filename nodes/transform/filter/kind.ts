import { expression, rows, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'

export const transformFilter = defineKind({
  id: 'transform.filter',
  version: 1,
  role: 'transform',
  family: 'Transforms',
  title: 'Keep only',
  description: 'Lets a record go on when every condition is true, and keeps the reason when not.',
  fields: {
    rows: rows(
      'Conditions',
      {
        condition: expression('Keep when', {
          required: true,
          placeholder: 'invoice.total > 0',
          help: 'Must give true or false.',
        }),
        reason: text('Reason when it is not', {
          words: true,
          required: true,
          placeholder: 'The invoice is a draft.',
          help: 'Stored with each record that is left out, so that everybody can see why.',
        }),
      },
      { rowLabel: 'Condition', required: true },
    ),
  },
  summary: (config) => {
    const count = Array.isArray(config.rows) ? config.rows.length : 0
    return count === 1 ? '1 condition' : `${count} conditions`
  },
})
