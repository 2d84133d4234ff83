import { NodeError } from '../../errors.ts'
import type { NetSuiteReader } from '../client/client.ts'

/** The account's currencies: internal id → ISO 4217 code. */
export type Currencies = ReadonlyMap<string, string>

const KEPT_MS = 10 * 60_000

/** Asked once per client: an account gets a new currency a few times in its life. */
const known = new WeakMap<object, { currencies: Promise<Currencies>; until: number }>()

/** Reads the account's currencies; empty for an account that has one currency only. */
export function accountCurrencies(
  client: Pick<NetSuiteReader, 'query'>,
  signal: AbortSignal,
): Promise<Currencies> {
  const kept = known.get(client)
  if (kept && Date.now() < kept.until) return kept.currencies
  const currencies = readCurrencies(client, signal)
  known.set(client, { currencies, until: Date.now() + KEPT_MS })
  currencies.catch(() => known.delete(client))
  return currencies
}

async function readCurrencies(
  client: Pick<NetSuiteReader, 'query'>,
  signal: AbortSignal,
): Promise<Currencies> {
  try {
    const { rows } = await client.query('SELECT id, symbol FROM currency', [], { signal })
    return new Map(rows.flatMap(({ id, symbol }) => (id && symbol ? [[id, symbol]] : [])))
  } catch (error) {
    // Without the feature "Multiple Currencies" there is no such table.
    if (error instanceof NodeError && error.class === 'value') return new Map()
    throw error
  }
}
