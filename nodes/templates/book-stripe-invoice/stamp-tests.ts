import type { JsonObject } from '../../json.ts'
import { CREDIT, found, NEGATIVE_TOTAL } from './sample-invoices.ts'

/** As NetSuite has an invoice that this part has booked; columns are in lower case. */
const THERE: JsonObject = {
  ...{ id: '777', externalid: CREDIT.id ?? null, trandate: '2026-02-28', voided: 'F' },
  custbody_stripe_status: 'open',
  custbody_stripe_hosted_url: CREDIT.hosted_invoice_url ?? null,
  custbody_stripe_pdf_url: CREDIT.invoice_pdf ?? null,
}
const PAID: JsonObject = { ...CREDIT, status: 'paid' }

/** Tests of what is kept fresh at a booked invoice, and of the day it keeps. */
export const STAMP_TESTS: JsonObject[] = [
  stamped('a status that NetSuite has already is not noted again', [CREDIT, THERE], false),
  stamped('a new status is noted', [PAID, THERE], true),
  stamped(
    'a link that NetSuite lacks is noted',
    [CREDIT, without('custbody_stripe_pdf_url')],
    true,
  ),
  stamped(
    'a status is noted where there is none',
    [CREDIT, without('custbody_stripe_status')],
    true,
  ),
  stamped('an invoice that was not there before is not noted', [PAID, null], false),
  stamped(
    'an invoice that others linked is not noted',
    [PAID, { ...THERE, externalid: '7' }],
    false,
  ),
  stamped('a voided invoice is not noted', [PAID, { ...THERE, voided: 'T' }], false),
  stamped(
    'a mismatch that another flow has noted stays',
    [PAID, { ...THERE, custbody_stripe_status: 'mismatch' }],
    false,
  ),
  {
    ...stamped('no status is noted when the setting says so', [PAID, THERE], false),
    settings: { stampStatus: false },
  },
  keeps('an invoice that is booked keeps its day', CREDIT, {
    ...{ dayInNetsuite: THERE, memoInNetsuite: null },
  }),
  keeps('the credit memo of an invoice below 0 keeps its day', NEGATIVE_TOTAL, {
    ...{ dayInNetsuite: null, memoInNetsuite: { id: '778', trandate: '2026-02-28' } },
  }),
]

function stamped(
  name: string,
  [invoice, dayInNetsuite]: [JsonObject, JsonObject | null],
  wanted: boolean,
): JsonObject {
  const input = { ...found(invoice), dayInNetsuite }
  const ways: JsonObject = wanted ? { ports: ['go-on', 'stamp'] } : { port: 'go-on' }
  const expect = { ...ways, record: input }
  return { name, node: 'outdated', input, expect, settings: {} }
}

function without(field: string): JsonObject {
  return Object.fromEntries(Object.entries(THERE).filter(([name]) => name !== field))
}

function keeps(name: string, invoice: JsonObject, there: JsonObject): JsonObject {
  const { postingDay: _none, ...read } = found(invoice)
  const input = { ...read, ...there }
  const expect = { ...input, postingDay: '2026-02-28' }
  return { name, node: 'keepDay', input, expect, settings: {} }
}
