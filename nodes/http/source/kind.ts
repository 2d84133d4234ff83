import { expression, rows, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { hostOf } from '../host-of.ts'

export const httpSource = defineKind({
  id: 'http.source',
  version: 1,
  role: 'source',
  family: 'Sources',
  title: 'Read from an address',
  description: 'Reads records as JSON from a web address, page by page.',
  fields: {
    url: text('Address', { required: true, placeholder: 'https://example.com/v1/invoices' }),
    records: expression('Records of a page', {
      required: true,
      initial: 'data',
      help: 'Finds the list of records in an answer.',
    }),
    key: expression('Key of a record', {
      required: true,
      initial: 'id',
      help: 'What identifies a record for ever, such as its id.',
    }),
    hasMore: expression('There is another page when', {
      initial: 'has_more',
      help: 'Gives true or false for an answer. Blank: there is one page only.',
    }),
    cursorParam: text('Parameter for the next page', {
      initial: 'starting_after',
      help: 'Added to the address to ask for the next page.',
    }),
    next: expression('Its value', {
      placeholder: 'next_cursor',
      help: 'Finds the value in an answer. Blank: the key of the last record.',
    }),
    limitParam: text('Parameter for the page size', { initial: 'limit' }),
    sinceParam: text('Parameter for "changed since"', {
      placeholder: 'updated_after',
      help: 'Receives date and time, such as 2026-01-31T00:00:00.000Z. Blank: every run reads all.',
    }),
    headers: rows(
      'Headers',
      { name: text('Name', { required: true }), value: text('Value', { required: true }) },
      { rowLabel: 'Header', help: 'Stored in the flow as written here: no passwords.' },
    ),
  },
  summary: (config) => hostOf(config.url),
})
