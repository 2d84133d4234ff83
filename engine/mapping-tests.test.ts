import { expect, it } from 'vitest'
import type { JsonObject } from '#nodes/json.ts'
import { TEMPLATES } from '#nodes/templates/catalog.ts'
import { chain, node } from '../testing/flows.ts'
import type { FlowDocument, MappingTest } from './graph/schema.ts'
import { parseFlowDocument } from './graph/schema.ts'
import { createFlow, loadFlow, publishFlow } from './flows.ts'
import { runMappingTests, testProblems } from './mapping-tests.ts'
import { saveEdits } from './save-edits.ts'
import { openEngineBench } from './testing.ts'

const map = (mapping: string) => node('map', 'transform.map', { mapping, into: '', required: [] })

function tested(nodes: FlowDocument['nodes'], ...tests: MappingTest[]): FlowDocument {
  return { ...chain('Tested', nodes), tests }
}

const test = (over: Partial<MappingTest> = {}): MappingTest => ({
  name: 'doubles',
  node: 'map',
  input: { n: 2 },
  expect: { n: 4 },
  ...over,
})

it('a test passes when the node gives what it expects', async () => {
  const [result] = await runMappingTests(tested([map('{"n": n * 2}')], test()), {})
  expect(result).toMatchObject({ ok: true, actual: { n: 4 }, differences: [], fault: null })
})

it('a test that fails says field by field what is different', async () => {
  const expected = { n: 4, items: [{ rate: 1 }] }
  const document = tested(
    [map('{"n": n * 3, "items": [{"rate": 1, "memo": "x"}]}')],
    test({ expect: expected }),
  )
  const [result] = await runMappingTests(document, {})
  expect(result?.differences).toStrictEqual([
    { path: 'n', expected: 4, actual: 6 },
    { path: 'items[0].memo', actual: 'x' },
  ])
})

const SETTINGS_OF = '{"a": $setting("a"), "b": $setting("b", "none"), "c": $setting("c", "none")}'

it('a test that brings settings along has nothing of the account or the flow', async () => {
  const own = { input: {}, expect: { a: 'own', b: 'default', c: 'none' }, settings: { a: 'own' } }
  const document = tested([map(SETTINGS_OF)], test(own))
  const field = { help: '', required: false, shared: false, options: [] }
  document.settings = {
    fields: [{ ...field, key: 'b', label: 'B', type: 'text', default: 'default' }],
    presets: [],
    values: { a: 'flow', b: 'flow' },
  }
  const [result] = await runMappingTests(document, { a: 'shared', b: 'shared', c: 'shared' })
  expect(result?.differences).toEqual([])
})

it('a test without settings has what the flow runs with', async () => {
  const all = { input: {}, expect: { a: 'flow', b: 'flow', c: 'shared' } }
  const document = tested([map(SETTINGS_OF)], test(all))
  document.settings.values = { a: 'flow', b: 'flow' }
  const [result] = await runMappingTests(document, { a: 'shared', b: 'shared', c: 'shared' })
  expect(result?.differences).toEqual([])
})

it('a tolerance lets a number differ a little and a clock altogether', async () => {
  const tolerances = [
    { path: 'items[].rate', within: '0.02' },
    { path: 'at', within: 'any' },
  ]
  const document = tested(
    [map('{"items": items.{"rate": rate + 0.01}, "at": $millis()}')],
    test({
      input: { items: [{ rate: 0.1 }, { rate: 0.2 }] },
      expect: { items: [{ rate: 0.1 }, { rate: 0.2 }] },
      tolerances,
    }),
  )
  expect((await runMappingTests(document, {}))[0]?.differences).toEqual([])
})

it('a filter is tested by its reason, a branch by the way it chooses', async () => {
  const rows = [{ condition: 'n > 1', reason: 'Too small.' }]
  const ways = { mode: 'first', rows: [{ name: 'Big', condition: 'n > 1' }] }
  const document = tested(
    [node('keep', 'transform.filter', { rows }), node('which', 'transform.branch', ways)],
    test({ node: 'keep', name: 'left out', input: { n: 1 }, expect: { filtered: 'Too small.' } }),
    test({ node: 'keep', name: 'goes on', input: { n: 1 }, expect: { n: 1 } }),
    test({ node: 'which', name: 'way', expect: { port: 'big', record: { n: 2 } } }),
  )
  const [left, on, way] = await runMappingTests(document, {})
  expect(left?.ok).toBe(true)
  expect(way?.differences).toEqual([])
  expect(on?.differences).toStrictEqual([
    { path: '', expected: { n: 1 }, actual: { filtered: 'Too small.' } },
  ])
  expect(testProblems(document, on ? [on] : [])[0]?.message).toBe(
    'keep: the test “goes on” fails. The record ends here (“Too small.”), expected it to go on.',
  )
})

it('a record that fails is a fault, unless the test expects just that', async () => {
  const failing = map('$error("No.")')
  const [fault] = await runMappingTests(tested([failing], test()), {})
  expect(fault).toMatchObject({ ok: false, differences: [] })
  expect(fault?.fault).toContain('No.')
  const expected = fault?.actual ?? null
  const [wanted] = await runMappingTests(tested([failing], test({ expect: expected })), {})
  expect(wanted).toMatchObject({ ok: true, fault: null })
})

it('a node that needs a connection, is unfinished or is gone cannot be tested, and says why', async () => {
  const document = tested(
    [node('look', 'netsuite.get', {}), map('{"n": ')],
    test({ node: 'look' }),
    test(),
    test({ node: 'gone' }),
  )
  const results = await runMappingTests(document, {})
  expect(results.map(({ ok }) => ok)).toEqual([false, false, false])
  expect(results[0]?.fault).toContain('cannot be tried without what it is connected to')
  expect(results[1]?.fault).toMatch(/^map: /)
  expect(results[2]?.fault).toBe('There is no node "gone".')
})

it('an error in another node does not keep a test from running', async () => {
  const document = tested([map('{"n": n * 2}'), { ...map('{"n": '), id: 'broken' }], test())
  expect((await runMappingTests(document, {}))[0]?.ok).toBe(true)
})

it('a failing test is a problem at its node, named with its first difference', async () => {
  const document = tested([map('{"n": n, "m": 1}')], test())
  const problems = testProblems(document, await runMappingTests(document, {}))
  expect(problems).toStrictEqual([
    {
      ...{ severity: 'error', code: 'test', node: 'map', field: 'tests[doubles]', position: null },
      message: 'map: the test “doubles” fails. n is 2, expected 4. 1 more differ.',
    },
  ])
})

it.each(TEMPLATES.map((template) => [template.id, template.document] as const))(
  'the tests of the template %s pass whatever the integration shares',
  async (_id, written: JsonObject) => {
    const document = parseFlowDocument(written)
    const keys = document.settings.fields.map(({ key }) => [key, 'of the integration'])
    const results = await runMappingTests(document, Object.fromEntries(keys))
    expect(results.filter((result) => !result.ok)).toEqual([])
  },
)

it('a flow is not published while a test fails, and is once it passes', async () => {
  const bench = await openEngineBench()
  const { engine } = bench
  const document = tested(
    [
      node('read', 'stripe.list-source', { object: 'customer' }),
      map('{"n": n * 3}'),
      node('write', 'netsuite.upsert', {
        ...{ recordType: 'customer', externalId: 'id', body: '{}' },
      }),
    ],
    test(),
  )
  const { flowId } = await createFlow(engine, { integrationId: 'bench', document })
  const refused = await publishFlow(engine, { flowId })
  expect(refused).toMatchObject({
    ok: false,
    problems: [{ code: 'test', node: 'map', field: 'tests[doubles]' }],
  })
  const { revision } = await loadFlow(engine, flowId)
  const edit = {
    type: 'configure-node' as const,
    id: 'map',
    field: 'mapping',
    value: '{"n": n * 2}',
  }
  await saveEdits(engine, { flowId, baseRevision: revision, edits: [edit] })
  expect(await publishFlow(engine, { flowId })).toStrictEqual({ ok: true, version: 1 })
  await bench.close()
})
