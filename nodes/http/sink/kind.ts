import { choice, expression, mapping, number, rows, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'

const SYSTEMS = [
  { value: 'netsuite', label: 'NetSuite' },
  { value: 'stripe', label: 'Stripe' },
] as const

export const httpSink = defineKind({
  id: 'http.sink',
  version: 1,
  role: 'sink',
  family: 'HTTP',
  title: 'Send to an address',
  description: 'Sends each record as JSON to a web address, once.',
  fields: {
    method: choice('Method', [
      { value: 'POST', label: 'POST: create' },
      { value: 'PUT', label: 'PUT: replace' },
      { value: 'PATCH', label: 'PATCH: change' },
    ]),
    url: expression('Address', {
      required: true,
      initial: '"https://example.com/records"',
      help: 'A text in quotes, or put together: "https://example.com/records/" & $key',
    }),
    body: mapping('Body', { required: true, initial: '$', help: 'What is sent. $ is the record.' }),
    answerId: expression('Id in the answer', {
      initial: 'id',
      help: 'Finds the id that the other side gave. Nothing found: "Sent once per" serves as id.',
    }),
    lookUrl: expression('Address to look at', {
      placeholder: '"https://example.com/records/" & $key',
      help: 'Answers with the record, or 404. Asked before sending again when an answer was lost. Without it the other side must honour the header Idempotency-Key.',
    }),
    headers: rows(
      'Headers',
      { name: text('Name', { required: true }), value: text('Value', { required: true }) },
      { rowLabel: 'Header', help: 'Stored in the flow as written here: no passwords.' },
    ),
    timeoutSeconds: number('Seconds to wait for an answer', { initial: 60, min: 1, max: 600 }),
    into: text('Put the id at', {
      placeholder: 'sent',
      help: 'The field of the record that receives { id }. Blank: nowhere.',
    }),
    identity: expression('Sent once per', {
      initial: '$key',
      help: 'Records that give the same value here share one request.',
    }),
    targetSystem: choice('Side of the integration', SYSTEMS, {
      help: 'Which of the two systems stands behind the address.',
    }),
    targetType: text('What is written', { required: true, initial: 'record' }),
    linkSystem: choice('Counterpart in', [...SYSTEMS].reverse()),
    linkType: text('Counterpart type', {
      placeholder: 'invoice',
      help: 'What the counterpart is there. Blank: the request makes no pair.',
    }),
    linkId: expression('Counterpart id', { initial: '$key' }),
  },
  summary: (config) => {
    const method = typeof config.method === 'string' ? config.method : ''
    const address = typeof config.url === 'string' ? config.url : ''
    const host = /https?:\/\/([^/"'\s]+)/.exec(address)?.[1] ?? ''
    return `${method} ${host}`.trim()
  },
})
