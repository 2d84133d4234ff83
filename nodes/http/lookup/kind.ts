import { choice, expression, number, rows, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'

export const httpLookup = defineKind({
  id: 'http.lookup',
  version: 1,
  role: 'transform',
  family: 'HTTP',
  title: 'Look up at an address',
  description: 'Asks a web address about each record and puts the answer into it.',
  fields: {
    url: expression('Address', {
      required: true,
      initial: '"https://example.com/rates/" & currency',
      help: 'A text in quotes, or put together. Records that give the same address share one request.',
    }),
    result: expression('What to take of the answer', {
      initial: '$',
      help: 'Evaluated on the answer; $ is all of it.',
    }),
    into: text('Put it at', {
      required: true,
      initial: 'found',
      help: 'The field of the record that receives what was found.',
    }),
    headers: rows(
      'Headers',
      { name: text('Name', { required: true }), value: text('Value', { required: true }) },
      { rowLabel: 'Header', help: 'Stored in the flow as written here: no passwords.' },
    ),
    timeoutSeconds: number('Seconds to wait for an answer', { initial: 60, min: 1, max: 600 }),
    onMissing: choice('If there is nothing (404)', [
      { value: 'error', label: 'Report an error' },
      { value: 'continue', label: 'Go on without it' },
    ]),
  },
  summary: (config) => {
    const address = typeof config.url === 'string' ? config.url : ''
    return /https?:\/\/([^/"'\s]+)/.exec(address)?.[1] ?? 'no address yet'
  },
})
