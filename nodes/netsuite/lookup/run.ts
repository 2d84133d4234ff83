import { NodeError, toNodeError } from '../../errors.ts'
import { failedAt } from '../../failed-at.ts'
import type { Json } from '../../json.ts'
import type { ConfigOf } from '../../kind.ts'
import type { Item, NodeContext, StepResult } from '../../runner.ts'
import { transform } from '../../runner.ts'
import { systemOf, waitIds, waitSentence } from '../../wait-for.ts'
import type { NetSuiteReader, QueryRow } from '../client/client.ts'
import { netSuiteWord } from '../records.ts'
import { netsuiteLookup } from './kind.ts'
import type { Answer, Condition } from '../common/question.ts'
import { findByValues, foldValue, nameOf } from '../common/question.ts'

/**
 * Tries the criteria in their order, each for all records of the batch that have found nothing yet:
 * one query per 200 distinct values. A criterion that fits several records is an error, never a choice.
 */
export const runNetsuiteLookup = transform<typeof netsuiteLookup, NetSuiteReader>(netsuiteLookup, {
  run: async (config, items, context) => {
    const searches = await Promise.all(items.map((item) => openSearch(config, item)))
    for (const [level, criterion] of config.criteria.entries()) {
      const open = searches.filter((search) => search.result === null)
      await Promise.all(open.map((search) => readWanted(search, criterion)))
      await searchLevel(config, criterion.field, level, open, context)
    }
    return Promise.all(searches.map((search) => awaited(config, search)))
  },
})

type Config = ConfigOf<typeof netsuiteLookup>

/** One record on its way through the criteria. */
interface Search {
  item: Item
  conditions: Condition[]
  /** The values that the present criterion gives for this record. */
  wanted: string[]
  /** Values that some criterion has looked for, for the message when there is none. */
  tried: string[]
  /** What was not found, where the record is not to go on without it. */
  missing: string[]
  result: StepResult | null
}

async function openSearch(config: Config, item: Item): Promise<Search> {
  const search: Search = { item, conditions: [], wanted: [], tried: [], missing: [], result: null }
  try {
    for (const row of config.extra) {
      const value = await row.value(item)
      if (!isScalar(value) || value === '')
        throw new NodeError({
          class: 'value',
          field: row.field,
          message: `The condition on "${row.field}" has no single value for this record. Check the expression or the setting it reads.`,
        })
      search.conditions.push({ field: row.field, value: toText(value) })
    }
  } catch (error) {
    search.result = { outcome: 'failed', error: toNodeError(error) }
  }
  return search
}

async function readWanted(search: Search, criterion: Config['criteria'][number]): Promise<void> {
  search.wanted = []
  try {
    const value = await criterion.value(search.item)
    const values = Array.isArray(value) ? value : [value]
    for (const one of values) {
      if (one === undefined || one === null || one === '') continue
      if (!isScalar(one))
        throw new NodeError({
          class: 'value',
          field: criterion.field,
          message: `"${criterion.field}" can be compared with a text or a number only.`,
        })
      search.wanted.push(toText(one))
    }
    search.wanted = [...new Set(search.wanted)]
    search.tried.push(...search.wanted.map((text) => `${criterion.field} ${text}`))
  } catch (error) {
    search.result = { outcome: 'failed', error: toNodeError(error) }
  }
}

/** Answers one criterion for all open searches. A failed query fails the records that needed it. */
async function searchLevel(
  config: Config,
  field: string,
  level: number,
  open: readonly Search[],
  context: NodeContext<NetSuiteReader>,
): Promise<void> {
  const asking = open.filter((search) => search.result === null && search.wanted.length > 0)
  const groups = Map.groupBy(asking, (search) => JSON.stringify(search.conditions))
  await Promise.all(
    [...groups.values()].map(async (searches) => {
      try {
        const found = await findByValues(
          {
            recordType: config.recordType,
            field,
            conditions: searches[0]?.conditions ?? [],
            values: searches.flatMap((search) => search.wanted),
            columns: config.columns,
            activeOnly: config.activeOnly,
          },
          context,
        )
        for (const search of searches) search.result = resultOf(config, field, level, search, found)
      } catch (error) {
        for (const search of searches)
          search.result = { outcome: 'failed', error: toNodeError(error) }
      }
    }),
  )
}

function resultOf(
  config: Config,
  field: string,
  level: number,
  search: Search,
  found: Answer,
): StepResult | null {
  const hits = search.wanted.map((value) => ({
    value,
    rows: found.rows.get(foldValue(field, value)) ?? [],
    error: found.refused.get(foldValue(field, value)),
  }))
  const refused = hits.find(({ error }) => error !== undefined)?.error
  if (refused) return { outcome: 'failed', error: refused }
  const doubtful = hits.find(({ rows }) => rows.length > 1)
  if (doubtful) return severalFit(config, field, doubtful.value, doubtful.rows)
  const { item } = search
  if (config.each) {
    const missing = hits.filter(({ rows }) => rows.length === 0).map(({ value }) => value)
    if (missing.length > 0 && config.onNone === 'error')
      return failedMissing(config, `${field} ${missing.join(', ')}`)
    if (missing.length > 0 && config.onNone === 'wait') {
      search.missing = missing
      return null
    }
    const entries = hits.flatMap(({ value, rows }) => (rows[0] ? [[value, rows[0]]] : []))
    const note = missing.length > 0 ? { note: `Not found: ${missing.join(', ')}.` } : {}
    const record = { ...item.record, [config.into]: Object.fromEntries(entries) }
    return { outcome: 'done', record, ...note }
  }
  const rows = new Map(hits.flatMap((hit) => hit.rows).map((row) => [row.id, row]))
  if (rows.size > 1) return severalFit(config, field, search.wanted.join(', '), [...rows.values()])
  const [row] = rows.values()
  if (!row) return null
  const note =
    config.criteria.length > 1 ? { note: `Found by ${field} (criterion ${level + 1}).` } : {}
  return { outcome: 'done', record: { ...item.record, [config.into]: row }, ...note }
}

/** The result of a search that is over; of one that found nothing, what the node is to do then. */
async function awaited(config: Config, search: Search): Promise<StepResult> {
  if (search.result) return search.result
  if (config.onNone !== 'wait' || search.tried.length === 0) return nothingFound(config, search)
  const { item, tried, missing } = search
  const words = missing.length > 0 ? missing.join(', ') : tried.join(' or ')
  try {
    const ids = await waitIds(config, item)
    const id = ids.find((one) => missing.includes(one)) ?? ids[0]
    if (id === undefined) return failedMissing(config, words)
    const waitFor = { system: systemOf(config.waitForSystem), id }
    const type = netSuiteWord(config.recordType)
    const message = waitSentence(waitFor, `be linked: NetSuite has no ${type} with ${words} yet`)
    return {
      outcome: 'failed',
      error: new NodeError({ class: 'missing', code: 'waits', message, waitFor }),
    }
  } catch (thrown) {
    return failedAt('waitForId', thrown)
  }
}

function nothingFound(config: Config, search: Search): StepResult {
  const { item, tried } = search
  if (config.each && (config.onNone === 'continue' || tried.length === 0))
    return { outcome: 'done', record: { ...item.record, [config.into]: {} } }
  if (config.onNone !== 'continue')
    return failedMissing(config, tried.length > 0 ? tried.join(' or ') : 'no value to look for')
  const note =
    tried.length > 0 ? `Nothing found by ${tried.join(' or ')}.` : 'There is no value to look for.'
  return { outcome: 'done', record: { ...item.record, [config.into]: null }, note }
}

function failedMissing(config: Config, words: string): StepResult {
  const type = netSuiteWord(config.recordType)
  const cure = config.missingMessage || `Create the ${type} in NetSuite, then retry.`
  const active = config.activeOnly ? 'active ' : ''
  return {
    outcome: 'failed',
    error: new NodeError({
      class: 'missing',
      code: 'not-found',
      message: `NetSuite has no ${active}${type} with ${words}. ${cure}`,
    }),
  }
}

function severalFit(
  config: Config,
  field: string,
  value: string,
  rows: readonly QueryRow[],
): StepResult {
  const type = netSuiteWord(config.recordType)
  const names = rows.map((row) => `${row.id} ${nameOf(config.recordType, row)}`.trim()).join('; ')
  return {
    outcome: 'failed',
    error: new NodeError({
      class: 'duplicate',
      code: 'several-found',
      field,
      message: `NetSuite has more than one ${type} with ${field} ${value}: ${names}. Merge them, make one inactive, or narrow the criteria.`,
    }),
  }
}

function isScalar(value: Json | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** NetSuite keeps true and false as T and F. */
function toText(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'T' : 'F'
  return String(value)
}
