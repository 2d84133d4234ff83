import { afterAll, beforeAll, expect, test } from 'vitest'
import { netsuiteSettings } from '../../testing/sandbox-calls.ts'
import { openTemplateWorld, type TemplateWorld } from '../../testing/template-world.ts'
import {
  checkPrerequisites,
  goLive,
  installForm,
  listFlows,
  listIntegrations,
  loadFlow,
  loadVersion,
  publishFlow,
  refreshLists,
  saveEdits,
  saveInstall,
} from '../api.ts'
import type { FlowEdit } from '../graph/edit.ts'
import { withCalledTemplates } from '../templates.ts'

const TEMPLATE = 'stripe-invoice-to-netsuite-invoice'

let world: TemplateWorld
let wanted: { templateId: string; integrationId: string }
beforeAll(async () => {
  world = await openTemplateWorld([])
  wanted = { templateId: TEMPLATE, integrationId: world.integrationId }
})
afterAll(() => world[Symbol.asyncDispose]())

async function netsuiteId(): Promise<string> {
  const [integration] = await listIntegrations(world.engine)
  return integration?.netsuiteConnectionId ?? ''
}

test('in an account that is set up every prerequisite is there', async () => {
  const checks = await checkPrerequisites(world.engine, wanted)
  expect(checks.filter((one) => !one.ok)).toEqual([])
  const abouts = new Set(checks.map((one) => one.about))
  expect([...abouts].toSorted()).toEqual(['connection', 'field', 'permission'])
  expect(checks.map((one) => one.name)).toContain('custbody_stripe_invoice_id')
})

test('a custom field that is not there is named with where to create it', async () => {
  const { engine, integrationId } = world
  await world.share({ invoiceIdField: 'custbody_of_another_app' })
  const checks = await checkPrerequisites(engine, { ...wanted, integrationId })
  await world.share({ invoiceIdField: '' })
  expect(checks.filter((one) => !one.ok)).toMatchObject([
    {
      ...{ about: 'field', name: 'custbody_of_another_app' },
      message: expect.stringContaining('Transaction Body Fields'),
    },
  ])
})

test('a permission that the role lacks is named', async () => {
  const { netsuiteUrl } = world.sandbox
  await netsuiteSettings(netsuiteUrl, { deniedPermissions: [{ name: 'Invoice', level: 'view' }] })
  await refreshLists(world.engine, await netsuiteId())
  const checks = await checkPrerequisites(world.engine, wanted)
  await netsuiteSettings(netsuiteUrl, { deniedPermissions: [] })
  expect(checks.filter((one) => !one.ok).map((one) => one.name)).toContain(
    'NetSuite: Permission “Invoice”',
  )
})

test('settings go where they belong, and a default nobody touched is stored nowhere', async () => {
  const { engine, integrationId } = world
  const form = await installForm(engine, wanted)
  expect(form.sections[0]?.title).toBe('Shared by all flows')
  const keys = form.sections.flatMap((section) => section.fields.map((field) => field.key))
  expect(new Set(keys).size).toBe(keys.length)
  const values = { ...form.values, location: '2' }
  const saved = await saveInstall(engine, { ...wanted, values })
  expect(saved.problems.filter((one) => one.severity === 'error')).toEqual([])
  const [integration] = await listIntegrations(engine)
  expect(integration?.settings).toMatchObject({ location: '2' })
  const { document, flow } = await loadFlow(engine, saved.flowId)
  expect(flow).toMatchObject({ publishedVersion: null, enabled: false, integrationId })
  expect(document.settings.values).toEqual({})
})

test('saving again changes the same flow, and its parts are there once and published', async () => {
  const { engine } = world
  const before = await listFlows(engine)
  const flowId = before.find((flow) => flow.templateId === TEMPLATE)?.id ?? ''
  const form = await installForm(engine, { ...wanted, flowId })
  const values = { ...form.values, skipFilter: 'invoice.metadata.test = "1"' }
  await saveInstall(engine, { ...wanted, flowId, values })
  const after = await listFlows(engine)
  expect(after.map((flow) => flow.id)).toEqual(before.map((flow) => flow.id))
  const parts = withCalledTemplates([TEMPLATE]).slice(0, -1)
  for (const part of parts) {
    const made = after.filter((flow) => flow.templateId === part)
    expect(made.map((flow) => flow.publishedVersion)).toEqual([expect.any(Number)])
  }
})

test('going live publishes the flow with its schedule and switches it on', async () => {
  const { engine } = world
  const flowId = await world.flowOf(TEMPLATE)
  const schedule = { cron: '0 6 * * *', timeZone: 'Europe/Berlin' }
  expect(await goLive(engine, { flowId, schedule, enabled: true })).toEqual({ ok: true })
  const { flow } = await loadFlow(engine, flowId)
  expect(flow).toMatchObject({ enabled: true, publishedVersion: 1 })
  expect((await loadVersion(engine, flowId, 1)).schedule).toEqual(schedule)
})

test('what somebody is changing in a called flow is not published by an installation', async () => {
  const { engine } = world
  const form = await installForm(engine, wanted)
  const called = await world.flowOf('find-netsuite-customer')
  const before = await loadFlow(engine, called)
  const edits: FlowEdit[] = [{ type: 'describe-flow', description: 'Half done.' }]
  await saveEdits(engine, { flowId: called, baseRevision: before.revision, edits })
  const saved = await saveInstall(engine, { ...wanted, values: form.values })
  expect(saved.problems.filter((one) => one.severity === 'error')).toEqual([])

  const { flowId } = saved
  const values = { ...form.values, takenName: 'append' }
  const { problems } = await saveInstall(engine, { ...wanted, flowId, values })
  expect(problems).toMatchObject([{ code: 'called-flow-changed' }])
  const after = await loadFlow(engine, called)
  expect(after.document.settings.values).toMatchObject({ takenName: 'append' })
  expect(after.flow.publishedVersion).toBe(before.flow.publishedVersion)
  expect(await publishFlow(engine, { flowId: called, note: '' })).toMatchObject({ ok: true })
  expect((await saveInstall(engine, { ...wanted, flowId, values })).problems).toEqual([])
})

test('a setting that is needed and blank keeps the flow a draft and is named', async () => {
  const { engine } = world
  const form = await installForm(engine, wanted)
  await world.share({ subsidiary: '' })
  const values = { ...form.values, subsidiary: '' }
  const { problems } = await saveInstall(engine, { ...wanted, values })
  expect(problems.map((one) => one.message).join(' ')).toContain('Subsidiary')
})
