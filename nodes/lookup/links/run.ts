import { NodeError } from '../../errors.ts'
import { failedAt } from '../../failed-at.ts'
import type { Json } from '../../json.ts'
import type { ConfigOf, System } from '../../kind.ts'
import { transform, type Item, type StepResult } from '../../runner.ts'
import { systemOf, systemWord, waitSentence } from '../../wait-for.ts'
import { lookupLinks } from './kind.ts'

/** Asks the links once for all records of the batch. */
export const runLookupLinks = transform(lookupLinks, {
  run: async (config, items, context) => {
    const questions: (Question | StepResult)[] = []
    for (const item of items) questions.push(await question(config, item))
    const ids = questions.flatMap((one) => ('ids' in one ? one.ids : []))
    const found =
      ids.length === 0
        ? new Map<string, Link>()
        : await context.links.find({
            sourceSystem: systemOf(config.sourceSystem),
            ids: [...new Set(ids)],
            targetSystem: systemOf(config.targetSystem),
            targetType: config.targetType,
          })
    return questions.map((one) => ('ids' in one ? answer(config, one, found) : one))
  },
})

type Config = ConfigOf<typeof lookupLinks>
type Link = { system: System; type: string; id: string }

interface Question {
  item: Item
  ids: string[]
  isList: boolean
}

async function question(config: Config, item: Item): Promise<Question | StepResult> {
  try {
    const value = await config.id(item)
    const isList = Array.isArray(value)
    const ids = (isList ? value : [value]).flatMap(idOf)
    return { item, ids, isList }
  } catch (thrown) {
    return failedAt('id', thrown)
  }
}

function answer(
  config: Config,
  { item, ids, isList }: Question,
  found: ReadonlyMap<string, Link>,
): StepResult {
  const missing = ids.filter((id) => !found.has(id))
  const fails = missing.length > 0 || (ids.length === 0 && !isList)
  if (config.onMissing !== 'continue' && fails) {
    const [first] = missing
    const waits = config.onMissing === 'wait' && first !== undefined
    const error = waits ? waitsFor(config, first) : noCounterpart(config, missing)
    return { outcome: 'failed', error }
  }
  const links = ids.flatMap((id): [string, Json][] => {
    const link = found.get(id)
    return link ? [[id, { ...link }]] : []
  })
  const value = isList ? Object.fromEntries(links) : (links[0]?.[1] ?? null)
  return { outcome: 'done', record: { ...item.record, [config.into]: value } }
}

function idOf(value: Json | undefined): string[] {
  if (typeof value === 'string' && value !== '') return [value]
  return typeof value === 'number' ? [String(value)] : []
}

/** Of several that are missing the first: when it has come, the next one is waited for. */
function waitsFor(config: Config, id: string): NodeError {
  const waitFor = { system: systemOf(config.sourceSystem), id }
  const there = systemWord(systemOf(config.targetSystem))
  return new NodeError({
    class: 'missing',
    code: 'waits',
    field: 'id',
    message: waitSentence(waitFor, `arrive in ${there} as ${config.targetType}`),
    waitFor,
  })
}

function noCounterpart(config: Config, missing: readonly string[]): NodeError {
  const target = `${systemWord(systemOf(config.targetSystem))} ${config.targetType}`
  return new NodeError({
    class: 'missing',
    code: 'no-counterpart',
    field: 'id',
    message:
      missing.length > 0
        ? `There is no ${target} for ${missing.join(', ')} yet. Synchronise that record, then retry.`
        : `The record gives no id to look for a ${target}. Correct the expression.`,
  })
}
