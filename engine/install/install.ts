import { and, asc, eq } from 'drizzle-orm'
import { flowDrafts, flows, integrations } from '#db/schema/index.ts'
import { isBlank, isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'
import { audit } from '../audit.ts'
import { NotFoundError, type Engine } from '../engine.ts'
import { createFlow, loadFlow, loadVersion, publishFlow, setEnabled } from '../flows.ts'
import { saveEdits } from '../save-edits.ts'
import type { FlowEdit } from '../graph/edit.ts'
import type { Problem } from '../graph/problem.ts'
import { parseFlowDocument, type FlowDocument, type SettingField } from '../graph/schema.ts'
import { sameJson } from '../graph/same-json.ts'
import { sharedSettings } from '../integration-settings.ts'
import { cloneTemplate, withCalledTemplates } from '../templates.ts'

/** The settings that a flow asks for while it is installed: its own and those of what it calls. */
export interface InstallForm {
  sections: { title: string; fields: SettingField[] }[]
  presets: FlowDocument['settings']['presets']
  /** What counts now, by key: own values over the integration's over the defaults. */
  values: JsonObject
}

interface Installed {
  /** The flow being installed; undefined before its settings are saved for the first time. */
  flowId?: string
  templateId: string
  integrationId: string
}

/**
 * What to ask for a template: first the settings that all flows share, then the flow's own, then those
 * of each flow it calls. One that is there already brings the values it has.
 */
export async function installForm(engine: Engine, wanted: Installed): Promise<InstallForm> {
  const shared = await sharedSettings(engine.database.db, wanted.integrationId)
  const documents = await documentsOf(engine, wanted)
  const main = documents.at(-1)
  const seen = new Set<string>()
  const fresh = (fields: readonly SettingField[]) =>
    fields.filter(({ key }) => !seen.has(key) && seen.add(key))
  const all = documents.toReversed().flatMap((document) => document.settings.fields)
  const common = fresh(all.filter((field) => field.shared))
  const sections = [
    { title: 'Shared by all flows', fields: common.filter((one) => !isFieldName(one)) },
    ...documents.toReversed().map((document) => ({
      title: document.name,
      fields: fresh(document.settings.fields),
    })),
    { title: 'Fields in NetSuite', fields: common.filter(isFieldName) },
  ].filter((section) => section.fields.length > 0)
  const defaults = Object.fromEntries(
    all.flatMap((field) => (field.default === undefined ? [] : [[field.key, field.default]])),
  )
  const own = Object.assign({}, ...documents.map((document) => document.settings.values))
  return {
    sections,
    presets: main?.settings.presets ?? [],
    values: { ...defaults, ...shared, ...own },
  }
}

function isFieldName(field: SettingField): boolean {
  return field.type.startsWith('field:')
}

/**
 * Stores the settings of a flow being installed: makes the flow as a draft the first time, and the
 * flows it calls, which are published at once so that the draft can be tried, unless somebody is at
 * work on them. Shared values go to the
 * integration, the others to the flow that asks for them. Gives the flow and what keeps it
 * from running still. Throws NotFoundError for an unknown template or integration.
 */
export async function saveInstall(
  engine: Engine,
  install: Installed & { values: JsonObject; userId?: string | null },
): Promise<{ flowId: string; problems: Problem[] }> {
  const { integrationId, templateId, values } = install
  const userId = install.userId ?? null
  const ids = withCalledTemplates([templateId])
  const fields = ids.flatMap((id) => cloneTemplate(id).settings.fields)
  await share(engine, { integrationId, userId, fields, values: pick(values, fields, true) })
  const flowId = install.flowId ?? (await createWithCalled(engine, install)).flowId
  for (const id of ids) {
    if (id === templateId) continue
    const one = await flowOfTemplate(engine, integrationId, id)
    if (one === undefined) throw new NotFoundError(`The flow of the template "${id}" is gone.`)
    const problems = await setUpCalled(engine, { flowId: one, values, userId })
    if (problems.length > 0) return { flowId, problems }
  }
  await writeSettings(engine, { flowId, values, userId })
  return { flowId, problems: (await loadFlow(engine, flowId)).problems }
}

/**
 * Makes a flow of a template as a draft, and of each template that it calls one that calls can reach,
 * unless there is one already. Those are published as far as their settings let them.
 */
export async function createWithCalled(
  engine: Engine,
  fresh: { templateId: string; integrationId: string; name?: string; userId?: string | null },
): Promise<{ flowId: string }> {
  const { templateId, integrationId, name } = fresh
  const userId = fresh.userId ?? null
  for (const id of withCalledTemplates([templateId])) {
    if (id === templateId) continue
    if ((await flowOfTemplate(engine, integrationId, id)) !== undefined) continue
    const document = cloneTemplate(id)
    const { flowId } = await createFlow(engine, { integrationId, document, userId })
    await publishCalled(engine, { flowId, userId })
  }
  const document = cloneTemplate(templateId)
  return createFlow(engine, { integrationId, document, name, userId })
}

/**
 * Publishes an installed flow, and switches it on with its schedule; null = by hand only. A flow with
 * problems stays a draft and they come back.
 */
export async function goLive(
  engine: Engine,
  live: {
    flowId: string
    schedule: FlowDocument['schedule']
    enabled: boolean
    userId?: string | null
  },
): Promise<{ ok: true } | { ok: false; problems: Problem[] }> {
  const { flowId, schedule, enabled } = live
  const userId = live.userId ?? null
  const { revision } = await loadFlow(engine, flowId)
  const edits: FlowEdit[] = [{ type: 'set-schedule', schedule }]
  await saveEdits(engine, { flowId, baseRevision: revision, edits, userId })
  const published = await publishFlow(engine, { flowId, note: 'Installed.', userId })
  if (!published.ok) return published
  await setEnabled(engine, { flowId, enabled, userId })
  return { ok: true }
}

/** The documents concerned, what is called first and the flow itself last. */
async function documentsOf(engine: Engine, wanted: Installed): Promise<FlowDocument[]> {
  const ids = withCalledTemplates([wanted.templateId])
  return Promise.all(
    ids.map(async (id, index) => {
      const isMain = index === ids.length - 1
      const known = isMain ? wanted.flowId : await flowOfTemplate(engine, wanted.integrationId, id)
      if (known === undefined) return cloneTemplate(id)
      const [draft] = await engine.database.db
        .select({ document: flowDrafts.document })
        .from(flowDrafts)
        .where(eq(flowDrafts.flowId, known))
      return draft ? parseFlowDocument(draft.document) : cloneTemplate(id)
    }),
  )
}

/** The flow that calls of a template reach: the oldest one made of it. */
async function flowOfTemplate(
  engine: Engine,
  integrationId: string,
  templateId: string,
): Promise<string | undefined> {
  const [flow] = await engine.database.db
    .select({ id: flows.id })
    .from(flows)
    .where(and(eq(flows.integrationId, integrationId), eq(flows.templateId, templateId)))
    .orderBy(asc(flows.createdAt), asc(flows.id))
    .limit(1)
  return flow?.id
}

/**
 * Gives a called flow its settings and publishes it with them. What somebody has changed in its draft
 * and not published stays so: that it may reach the books is for a person to say.
 */
async function setUpCalled(engine: Engine, change: SettingsChange): Promise<Problem[]> {
  const { flowId, userId } = change
  const { document, flow } = await loadFlow(engine, flowId)
  const published =
    flow.publishedVersion === null
      ? undefined
      : await loadVersion(engine, flowId, flow.publishedVersion)
  const isUnderWork = published && !sameJson(besidesValues(document), besidesValues(published))
  const written = await writeSettings(engine, change)
  if (!isUnderWork) return publishCalled(engine, { flowId, userId })
  if (!written) return []
  return [
    {
      severity: 'error',
      code: 'called-flow-changed',
      ...{ node: null, field: null, position: null },
      message: `“${flow.name}” has changes that nobody has published yet, and its settings are among them now. Publish it in the designer, or take the changes back there, then save here again.`,
    },
  ]
}

/** A flow without what an installation may change in it. */
function besidesValues({ called: _called, settings, ...rest }: FlowDocument) {
  return { ...rest, settings: { ...settings, values: {} } }
}

interface SettingsChange {
  flowId: string
  values: JsonObject
  userId: string | null
}

/** True when that changed something. */
async function writeSettings(engine: Engine, change: SettingsChange): Promise<boolean> {
  const { flowId, values, userId } = change
  const { document, revision } = await loadFlow(engine, flowId)
  const { fields, values: before } = document.settings
  const edits = Object.entries(changed(before, pick(values, fields, false), fields)).map(
    ([key, value]): FlowEdit => ({ type: 'set-setting-value', key, value }),
  )
  if (edits.length === 0) return false
  await saveEdits(engine, { flowId, baseRevision: revision, edits, userId })
  return true
}

async function publishCalled(
  engine: Engine,
  called: { flowId: string; userId: string | null },
): Promise<Problem[]> {
  const { flow } = await loadFlow(engine, called.flowId)
  if (flow.publishedVersion !== null && !flow.hasUnpublishedChanges) return []
  const published = await publishFlow(engine, {
    ...called,
    note: 'Came with a flow that calls it.',
  })
  if (published.ok) return []
  return published.problems.map((one) => ({ ...one, message: `“${flow.name}”: ${one.message}` }))
}

/** The values of the fields that are shared, or of those that are not. */
function pick(values: JsonObject, fields: readonly SettingField[], shared: boolean): JsonObject {
  const keys = new Set(fields.filter((field) => field.shared === shared).map(({ key }) => key))
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.has(key)))
}

async function share(
  engine: Engine,
  sharing: {
    integrationId: string
    values: JsonObject
    fields: readonly SettingField[]
    userId: string | null
  },
): Promise<void> {
  const { integrationId, values, fields, userId } = sharing
  await engine.database.db.transaction(async (tx) => {
    const [row] = await tx
      .select({ settings: integrations.settings })
      .from(integrations)
      .where(eq(integrations.id, integrationId))
      .for('no key update')
    if (!row) throw new NotFoundError(`There is no integration "${integrationId}".`)
    const before = isJsonObject(row.settings) ? row.settings : {}
    const change = changed(before, values, fields)
    if (Object.keys(change).length === 0) return
    await tx
      .update(integrations)
      .set({ settings: { ...before, ...change } })
      .where(eq(integrations.id, integrationId))
    await audit(tx, {
      userId,
      action: 'integration.save',
      subject: { type: 'integration', id: integrationId },
      change,
    })
  })
}

/** The values that differ from what is stored; a default nobody has touched is not stored. */
function changed(
  before: JsonObject,
  values: JsonObject,
  fields: readonly SettingField[],
): JsonObject {
  const defaults = new Map(fields.map((field) => [field.key, field.default]))
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => {
      const stored = before[key] ?? defaults.get(key)
      return !same(isBlank(stored) ? null : (stored ?? null), isBlank(value) ? null : value)
    }),
  )
}

function same(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
