import { afterAll, beforeAll, expect, test } from 'vitest'
import { TEMPLATES } from '#nodes/templates/catalog.ts'
import { isJsonObject, type JsonObject } from '#nodes/json.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'
import {
  cloneFlow,
  createFlow,
  importFlow,
  listFlows,
  loadFlow,
  saveEdits,
  templateUpdate as presentUpdate,
} from '../api.ts'
import { mergeUpdate } from '../difference/merge-update.ts'
import { documentChanges } from '../graph/changes.ts'
import { cloneTemplate, findTemplate, templateDocument, type Templates } from '../templates.ts'
import { templateUpdate } from './update-template.ts'

const TEMPLATE = 'posting-day'
const version = findTemplate(TEMPLATE)?.version ?? 0

/** The catalogue as it will be: one template has a newer version, with another description. */
const later = (older: boolean): Templates =>
  TEMPLATES.map((template) =>
    template.id === TEMPLATE
      ? {
          ...template,
          version: version + 1,
          document: { ...template.document, description: 'Newer.' },
          ...(older ? { older: [{ version, document: template.document }] } : {}),
        }
      : template,
  )

let world: TemplateWorld
beforeAll(async () => {
  world = await openTemplateWorld([], { worker: false })
}, 120_000)
afterAll(() => world[Symbol.asyncDispose]())

async function fresh(name: string): Promise<string> {
  const { engine, integrationId } = world
  const document = cloneTemplate(TEMPLATE)
  return (await createFlow(engine, { integrationId, document, name })).flowId
}

test('a flow with the newest version of its template has no update', async () => {
  const flowId = await fresh('Newest')
  expect(await presentUpdate(world.engine, flowId)).toBeNull()
  expect((await loadFlow(world.engine, flowId)).flow.update).toBeNull()
})

test('a newer template is offered with the template as it was when the flow was made', async () => {
  const { engine } = world
  const flowId = await fresh('Changed')
  const edits = [{ type: 'rename-flow' as const, name: 'Mine' }]
  await saveEdits(engine, { flowId, baseRevision: 1, edits })
  const update = await templateUpdate(engine, flowId, later(false))
  expect(update).toMatchObject({ from: version, to: version + 1 })
  expect(update?.base).toEqual(templateDocument(TEMPLATE, version))
  expect(update?.theirs.description).toBe('Newer.')
})

test('an update is one edit, keeps what was changed here and is then over', async () => {
  const { engine } = world
  const flowId = await fresh('Updated')
  const before = await saveEdits(engine, {
    ...{ flowId, baseRevision: 1, edits: [{ type: 'rename-flow', name: 'Mine, kept' }] },
  })
  const update = await templateUpdate(engine, flowId, later(true))
  if (!update?.base || !before.ok) throw new Error('There is an update with its base.')
  const { document: mine } = await loadFlow(engine, flowId)
  const { document, conflicts } = mergeUpdate({ base: update.base, mine, theirs: update.theirs })
  expect(conflicts).toEqual([])
  const changes = documentChanges(mine, document)
  const edits = [{ type: 'change' as const, changes }]
  await saveEdits(engine, { flowId, baseRevision: before.revision, edits })
  const { document: updated } = await loadFlow(engine, flowId)
  expect(updated).toMatchObject({
    ...{ name: 'Mine, kept', description: 'Newer.' },
    template: { version: version + 1 },
  })
  expect(await templateUpdate(engine, flowId, later(true))).toBeNull()
})

test('the catalogue’s older document counts where it has one', async () => {
  const { engine, integrationId } = world
  const document: JsonObject = {
    ...(findTemplate(TEMPLATE)?.document ?? {}),
    ...{ name: 'From a file', description: 'Changed before it was exported.' },
    template: { id: TEMPLATE, version },
  }
  const { flowId } = await importFlow(engine, { integrationId, document })
  const update = await templateUpdate(engine, flowId, later(true))
  expect(update?.base?.description).toBe(templateDocument(TEMPLATE, version)?.description)
})

test('a flow of a version that nobody knows any more is offered no base', async () => {
  const { engine, integrationId } = world
  const template = findTemplate(TEMPLATE)
  const document = { ...template?.document, template: { id: TEMPLATE, version: version + 5 } }
  const { flowId } = await importFlow(engine, { integrationId, document })
  const much = later(false).map((one) => ({ ...one, version: one.version + 10 }))
  expect(await templateUpdate(engine, flowId, much)).toMatchObject({ base: null })
})

test('a clone is a draft of its own that remembers template and base', async () => {
  const { engine } = world
  const flowId = await fresh('Original')
  const made = await cloneFlow(engine, { flowId, name: 'Original (copy)' })
  const flows = await listFlows(engine)
  expect(flows.find(({ id }) => id === made.flowId)).toMatchObject({
    ...{ name: 'Original (copy)', templateId: TEMPLATE, publishedVersion: null, enabled: false },
  })
  const update = await templateUpdate(engine, made.flowId, later(false))
  expect(isJsonObject(update?.base)).toBe(true)
})
