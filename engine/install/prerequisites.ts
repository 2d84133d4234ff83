import { eq } from 'drizzle-orm'
import { connections, integrations } from '#db/schema/index.ts'
import type { RecordField } from '#nodes/connection.ts'
import { toNodeError } from '#nodes/errors.ts'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import type { Permission, System } from '#nodes/kind.ts'
import { permissionsOf } from '../compile/permissions.ts'
import { recordFields } from '../connections/lists.ts'
import { withConnection, type ConnectionRow } from '../connections/open-connection.ts'
import { NotFoundError, type Engine } from '../engine.ts'
import type { FlowDocument, SettingField } from '../graph/schema.ts'
import { resolveSettings } from '../graph/settings.ts'
import { cloneTemplate, withCalledTemplates } from '../templates.ts'

/** One thing that must be there before a template can work, and whether it is. */
export interface Prerequisite {
  /** What kind of thing, for the order and the sign in the list. */
  about: 'connection' | 'permission' | 'field'
  name: string
  ok: boolean
  /** A sentence: what was found, or how to mend it. */
  message: string
}

/** Which records in NetSuite hold a setting's field, and what its form there is called. */
const FIELD_PLACES: Record<string, { recordType: string; list: string; menu: string }> = {
  customer: { recordType: 'customer', list: '', menu: 'Entity Fields, applied to Customer' },
  transaction: {
    recordType: 'invoice',
    list: '',
    menu: 'Transaction Body Fields, applied to Sale, Customer Payment and Other Transaction',
  },
  line: { recordType: 'invoice', list: 'item', menu: 'Transaction Line Fields, applied to Sale' },
  item: { recordType: 'nonInventorySaleItem', list: '', menu: 'Item Fields, applied to all items' },
}

/**
 * Checks live what a template and the parts it calls need of an integration: both connections online,
 * every permission, and the custom fields that their settings name. Nothing is written. Throws
 * NotFoundError for an unknown template or integration.
 */
export async function checkPrerequisites(
  engine: Engine,
  wanted: { templateId: string; integrationId: string },
): Promise<Prerequisite[]> {
  const documents = withCalledTemplates([wanted.templateId]).map(cloneTemplate)
  const [integration] = await engine.database.db
    .select()
    .from(integrations)
    .where(eq(integrations.id, wanted.integrationId))
  if (!integration) throw new NotFoundError(`There is no integration "${wanted.integrationId}".`)
  const ids = { stripe: integration.stripeConnectionId, netsuite: integration.netsuiteConnectionId }
  const found: Prerequisite[] = []
  for (const system of ['stripe', 'netsuite'] as const) {
    const needs = permissionsOf(documents, system)
    if (needs.length === 0) continue
    found.push(...(await checkConnection(engine, { system, connectionId: ids[system], needs })))
  }
  if (ids.netsuite) {
    const settings = isJsonObject(integration.settings) ? integration.settings : {}
    found.push(...(await checkFields(engine, { ...wanted, documents, settings })))
  }
  return found
}

const NAMES: Record<System, string> = { stripe: 'Stripe', netsuite: 'NetSuite' }

async function checkConnection(
  engine: Engine,
  wanted: { system: System; connectionId: string | null; needs: Permission[] },
): Promise<Prerequisite[]> {
  const { system, connectionId, needs } = wanted
  const name = `${NAMES[system]} connection`
  const row = connectionId === null ? undefined : await loadRow(engine, connectionId)
  if (!row) {
    const message = `Add a connection to ${NAMES[system]} and join it to the integration, under Connections.`
    return [{ about: 'connection', name, ok: false, message }]
  }
  try {
    const checks = await withConnection(engine, row, 'install', (connector, open) =>
      connector.test(open, needs),
    )
    return checks.map((check, index) => ({
      about: index === 0 ? 'connection' : 'permission',
      ...check,
      name: index === 0 ? name : `${NAMES[system]}: ${check.name}`,
    }))
  } catch (thrown) {
    return [{ about: 'connection', name, ok: false, message: toNodeError(thrown).message }]
  }
}

async function loadRow(engine: Engine, id: string): Promise<ConnectionRow | undefined> {
  const [row] = await engine.database.db.select().from(connections).where(eq(connections.id, id))
  return row
}

async function checkFields(
  engine: Engine,
  wanted: { integrationId: string; documents: readonly FlowDocument[]; settings: JsonObject },
): Promise<Prerequisite[]> {
  const named = new Map<string, { field: SettingField; id: string; place: string }>()
  for (const document of wanted.documents) {
    const settings = resolveSettings(document, wanted.settings)
    for (const field of document.settings.fields) {
      const place = field.type.startsWith('field:') ? field.type.slice('field:'.length) : null
      const id = settings[field.key]
      if (place === null || typeof id !== 'string') continue
      named.set(`${place}\n${id}`, { field, id, place })
    }
  }
  const found: Prerequisite[] = []
  for (const [place, fields] of Map.groupBy(named.values(), (one) => one.place)) {
    found.push(...(await checkPlace(engine, { ...wanted, place, fields })))
  }
  return found
}

async function checkPlace(
  engine: Engine,
  wanted: {
    integrationId: string
    place: string
    fields: { field: SettingField; id: string }[]
  },
): Promise<Prerequisite[]> {
  const { recordType, list, menu } = FIELD_PLACES[wanted.place] ?? {
    ...{ recordType: wanted.place, list: '', menu: 'Record fields' },
  }
  const { integrationId } = wanted
  const known = await recordFields(engine, { integrationId, system: 'netsuite', recordType })
  if (known.problem !== null && known.fields.length === 0) {
    const name = `Custom fields of ${recordType}`
    return [{ about: 'field', name, ok: false, message: known.problem }]
  }
  const ids = idsOf(known.fields, list)
  return wanted.fields.map(({ field, id }) => {
    const ok = ids.has(id.toLowerCase())
    const message = ok
      ? field.label
      : `Create it in NetSuite under Customization > Lists, Records, & Fields > ${menu}, with this id; or name another field in the settings. The NetSuite project has it ready.`
    return { about: 'field' as const, name: id, ok, message }
  })
}

/** Field ids in lower case, of the record or of the lines in one of its lists. */
function idsOf(fields: readonly RecordField[], list: string): Set<string> {
  if (list === '') return new Set(fields.map((field) => field.id.toLowerCase()))
  const holder = fields.find((field) => field.id === list)
  const inner = holder?.fields ?? []
  const lines = inner.find((field) => field.id === 'items')?.fields ?? inner
  return new Set(lines.map((field) => field.id.toLowerCase()))
}
