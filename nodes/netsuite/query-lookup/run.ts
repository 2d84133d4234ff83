import { NodeError, toNodeError } from '../../errors.ts'
import type { Exchange } from '../../http/exchanges.ts'
import { recordExchangesIn } from '../../http/exchanges.ts'
import type { Json } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Item, StepResult } from '../../runner.ts'
import { transform } from '../../runner.ts'
import type { NetSuiteReader, QueryRow } from '../client/client.ts'
import { bindNames, type Bound } from '../common/named-params.ts'
import { netsuiteQueryLookup } from './kind.ts'

/** Asks each distinct question of the batch once. */
export const runNetsuiteQueryLookup = transform<typeof netsuiteQueryLookup, NetSuiteReader>(
  netsuiteQueryLookup,
  {
    run: (config, items, { client, signal }) => {
      const asked = new Map<string, Search>()
      const ask = ({ sql, params }: Question) => {
        const question = JSON.stringify(params)
        const known = asked.get(question)
        if (known) return known
        const exchanges: Exchange[] = []
        const limit = config.take === 'one' ? 2 : MOST_ROWS
        const rows = recordExchangesIn(exchanges, async () => {
          const page = await client.query(sql, params, { limit, signal })
          if (page.hasMore && config.take === 'many') throw tooMany()
          return page.rows
        })
        const search = { rows, exchanges }
        asked.set(question, search)
        return search
      }
      return Promise.all(items.map((item) => runOne(config, item, ask)))
    },
  },
)

type Config = ConfigOf<typeof netsuiteQueryLookup>

interface Question {
  sql: string
  params: string[]
}

interface Search {
  rows: Promise<QueryRow[]>
  exchanges: Exchange[]
}

const MOST_ROWS = 1000

async function runOne(
  config: Config,
  item: Item,
  ask: (question: Question) => Search,
): Promise<StepResult> {
  const exchanges: Exchange[] = []
  try {
    const search = ask(await questionOf(config, item))
    const rows = await search.rows.finally(() => exchanges.push(...search.exchanges))
    if (rows.length === 0 && config.onNone === 'error') throw noneFound(config)
    if (config.take === 'one' && rows.length > 1) throw severalFit()
    const found = config.take === 'one' ? (rows[0] ?? null) : rows
    const record = { ...item.record, [config.into]: found }
    return { outcome: 'done', record, exchanges }
  } catch (error) {
    return { outcome: 'failed', error: toNodeError(error), exchanges }
  }
}

async function questionOf(config: Config, item: Item): Promise<Question> {
  const values = new Map<string, Bound>()
  for (const row of config.params) {
    const value = await row.value(item)
    values.set(row.name.toLowerCase(), {
      sql: Array.isArray(value) ? value.map(() => '?').join(', ') || 'NULL' : '?',
      value: Array.isArray(value)
        ? value.map((one) => textOf(row.name, one))
        : textOf(row.name, value),
    })
  }
  return bindNames(config.sql, values)
}

function textOf(name: string, value: Json | undefined): string {
  if (value === undefined || value === null || typeof value === 'object')
    throw new NodeError({
      class: 'value',
      field: name,
      message: `The query's value :${name} is empty or no text for this record. Correct its expression.`,
    })
  return typeof value === 'boolean' ? (value ? 'T' : 'F') : String(value)
}

function noneFound(config: Config): NodeError {
  return new NodeError({
    class: 'missing',
    code: 'not-found',
    message: `The query finds nothing in NetSuite. ${config.missingMessage || 'Create what it looks for, then retry.'}`,
  })
}

function severalFit(): NodeError {
  return new NodeError({
    class: 'duplicate',
    code: 'several-found',
    message: 'The query finds more than one row in NetSuite. Narrow it, or take all rows.',
  })
}

function tooMany(): NodeError {
  return new NodeError({
    class: 'too large',
    code: 'too-many-rows',
    message: `The query finds more than ${MOST_ROWS} rows for one record. Narrow it.`,
  })
}
