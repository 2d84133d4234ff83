import { expression, rows } from '../../fields.ts'
import { defineKind } from '../../kind.ts'

export const transformNote = defineKind({
  id: 'transform.note',
  version: 1,
  role: 'transform',
  family: 'Transforms',
  title: 'Keep a note',
  description: 'Keeps a sentence with a record that goes on, such as a warning; changes nothing.',
  fields: {
    rows: rows(
      'Notes',
      {
        condition: expression('When', {
          required: true,
          placeholder: '$length(customer.name) > 83',
          help: 'Must give true or false.',
        }),
        note: expression('Note', {
          required: true,
          placeholder: '"The name was cut to 83 characters."',
          help: 'Gives the sentence that people read in the record’s trace.',
        }),
      },
      { rowLabel: 'Note', required: true },
    ),
  },
  summary: (config) => {
    const count = Array.isArray(config.rows) ? config.rows.length : 0
    return count === 1 ? '1 note' : `${count} notes`
  },
})
