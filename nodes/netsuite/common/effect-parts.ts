import { NodeError } from '../../errors.ts'
import type { Evaluate } from '../../fields.ts'
import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { System } from '../../kind.ts'
import type { Intent, Item } from '../../runner.ts'

interface LinkConfig {
  linkSystem: string
  linkType: string
  linkId: Evaluate
}

interface EffectConfig extends LinkConfig {
  into: string
  identity: Evaluate
}

/** What the fields common to all creating nodes say for one record. */
export async function effectParts(
  config: EffectConfig,
  item: Item,
): Promise<Pick<Intent, 'identity' | 'link'>> {
  // A blank expression finds nothing: the record's own key then.
  const given = await config.identity(item)
  const identity = given === undefined ? item.key : textIn(given, 'identity', '"Written once per"')
  return { identity, link: await linkOf(config, item) }
}

/** Which record of the other system the written one is the counterpart of; null when of none. */
export async function linkOf(config: LinkConfig, item: Item): Promise<Intent['link']> {
  const system: System = config.linkSystem === 'netsuite' ? 'netsuite' : 'stripe'
  const counterpart = await config.linkId(item)
  if (isJsonObject(counterpart)) {
    const type = textIn(counterpart.type, 'linkId', 'counterpart type')
    return { system, type, id: textIn(counterpart.id, 'linkId', COUNTERPART) }
  }
  if (!config.linkType) return null
  const id = counterpart === undefined ? item.key : textIn(counterpart, 'linkId', COUNTERPART)
  return { system, type: config.linkType, id }
}

const COUNTERPART = 'counterpart id'

/** https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156334828635.html */
const EXTERNAL_ID = /^[\w-]{1,100}$/

/** The external id of a record to create; NodeError `value` when NetSuite could not address it. */
export async function externalIdOf(evaluate: Evaluate, item: Item): Promise<string> {
  const externalId = await requiredText(evaluate, item, 'externalId', 'external id')
  if (EXTERNAL_ID.test(externalId)) return externalId
  throw refused(
    'externalId',
    `"${externalId}" cannot be an external id: letters, digits, _ and - only, at most 100.`,
  )
}

/** The text or number that an expression gives; NodeError `value` naming the field when it is empty. */
export async function requiredText(
  evaluate: Evaluate,
  item: Item,
  field: string,
  label: string,
): Promise<string> {
  return textIn(await evaluate(item), field, label)
}

/** As requiredText, but an empty expression is null. */
export async function optionalText(
  evaluate: Evaluate,
  item: Item,
  field: string,
  label: string,
): Promise<string | null> {
  const value = await evaluate(item)
  return value === undefined || value === null || value === '' ? null : textIn(value, field, label)
}

/** The record after the write: the id where the config says. */
export function withId(config: { into: string }, item: Item, id: string): JsonObject {
  return config.into ? { ...item.record, [config.into]: { id } } : item.record
}

function textIn(value: Json | undefined, field: string, label: string): string {
  if ((typeof value === 'string' && value !== '') || typeof value === 'number') return String(value)
  throw refused(field, `The ${label} is empty for this record. Correct its expression.`)
}

/** A value of a record that cannot be written, with the field at fault. */
export function refused(field: string, message: string): NodeError {
  return new NodeError({ class: 'value', field, message })
}
