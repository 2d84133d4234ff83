import type { JsonObject } from '../../json.ts'
import { PAID } from './samples.ts'

const LEFT_OUT: JsonObject = { filtered: 'The flow’s settings leave it out.' }

/** The flow's own tests: each gives one record to one step and says what must come out. */
export const TESTS: JsonObject[] = [
  { name: 'a paid invoice goes on', node: 'wanted', input: PAID, expect: PAID, settings: {} },
  {
    ...{ name: 'what the settings leave out goes no further', node: 'wanted', input: PAID },
    ...{ expect: LEFT_OUT, settings: { skipFilter: 'invoice.metadata.source = "import"' } },
  },
]
