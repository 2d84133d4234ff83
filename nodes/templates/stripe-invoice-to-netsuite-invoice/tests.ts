import type { JsonObject } from '../../json.ts'
import { OPEN_INVOICE } from './samples.ts'

/** The flow’s own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  {
    ...{ name: 'an open invoice is booked', node: 'wanted', settings: {} },
    ...{ input: OPEN_INVOICE, expect: OPEN_INVOICE },
  },
  {
    ...{ name: 'an open invoice waits for its money when the setting says so', node: 'wanted' },
    ...{ input: OPEN_INVOICE, settings: { bookWhen: 'paid' } },
    expect: { filtered: 'It is not paid yet, and the settings wait for that.' },
  },
  {
    ...{ name: 'what the skip filter names is left out', node: 'wanted', input: OPEN_INVOICE },
    settings: { skipFilter: 'invoice.metadata.source = "import"' },
    expect: { filtered: 'The flow’s settings leave it out.' },
  },
]
