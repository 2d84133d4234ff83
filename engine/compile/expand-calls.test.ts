import { describe, expect, test } from 'vitest'
import { chain, node } from '../../testing/flows.ts'
import type { CalledFlow, FlowDocument } from '../graph/schema.ts'
import { compile } from './compile.ts'

const TITLE = { mapping: '{ "title": $setting("title") }', into: 'named' }

/** A flow that gives each record a title, with a setting of its own. */
function naming(change: Partial<CalledFlow> = {}): CalledFlow {
  const { nodes, edges } = chain('Naming', [
    node('start', 'flow.start'),
    node('name', 'transform.map', TITLE),
    node('end', 'flow.end'),
  ])
  const fields = [{ key: 'title', label: 'Title', type: 'text', help: '' }]
  return {
    name: 'Naming',
    lineage: 'naming-lineage',
    version: 3,
    settings: {
      fields: fields.map((field) => ({ ...field, required: true, shared: false, options: [] })),
      presets: [],
      values: { title: 'Dr.' },
    },
    nodes,
    edges,
    ...change,
  }
}

function caller(called: FlowDocument['called']): FlowDocument {
  const document = chain('Caller', [
    node('read', 'stripe.list-source', { object: 'customer' }),
    node('call', 'flow.call', { flow: 'naming' }),
    node('after', 'transform.map', { mapping: '$', into: 'copy' }),
  ])
  return { ...document, called }
}

function errors(document: FlowDocument) {
  return compile(document).problems.filter((one) => one.severity === 'error')
}

describe('a flow that calls another', () => {
  test('has the steps of the called one between the call and what follows it', () => {
    const compiled = compile(caller({ naming: naming() }))
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    const ways = compiled.plan.steps.map((step) => [step.id, step.routes.get('out') ?? []])
    expect(ways).toEqual([
      ['read', ['call']],
      ['call', ['call/name']],
      ['call/name', ['call/end']],
      ['call/end', ['after']],
      ['after', []],
    ])
    expect(compiled.plan.sources).toEqual(['read'])
  })

  test('writes under the identity of the called one, and reads its settings', () => {
    const compiled = compile(caller({ naming: naming() }))
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    const inner = compiled.plan.steps.find((step) => step.id === 'call/name')
    expect(inner?.ledger).toEqual({ lineage: 'naming-lineage', nodeId: 'name' })
    expect(inner?.settings).toEqual({ title: 'Dr.' })
    expect(compiled.plan.steps[0]?.ledger).toEqual({ lineage: null, nodeId: 'read' })
  })

  test('leaves out what the called one reads by itself', () => {
    const flow = naming()
    flow.nodes.push(node('own', 'stripe.list-source', { object: 'customer' }))
    flow.edges.push({ from: 'own', port: 'out', to: 'name' })
    const compiled = compile(caller({ naming: flow }))
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    expect(compiled.plan.sources).toEqual(['read'])
  })

  test('goes through calls of calls', () => {
    const outer = naming({ ...chain('Outer', [node('s', 'flow.start'), call('naming')]) })
    const document = caller({ naming: naming(), outer })
    document.nodes = document.nodes.map((one) =>
      one.id === 'call' ? { ...one, config: { flow: 'outer' } } : one,
    )
    const compiled = compile(document)
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    expect(compiled.plan.steps.map((step) => step.id)).toContain('call/inner/name')
  })

  test('says at the call what is wrong inside the called one', () => {
    const broken = naming()
    broken.nodes = broken.nodes.map((one) =>
      one.id === 'name' ? { ...one, config: { ...TITLE, mapping: 'a = ' } } : one,
    )
    const problems = errors(caller({ naming: broken }))
    expect(problems).toMatchObject([{ code: 'expression', node: 'call', position: null }])
    expect(problems[0]?.message).toMatch(/^In "Naming": name: /)
    const unset = naming({ settings: { ...naming().settings, values: {} } })
    expect(errors(caller({ naming: unset }))).toMatchObject([{ code: 'setting', node: 'call' }])
  })

  test('cannot call what is not there, what has no beginning, or itself in a circle', () => {
    expect(errors(caller({}))).toMatchObject([{ code: 'called-flow', node: 'call', field: 'flow' }])
    const endless = naming({ nodes: naming().nodes.slice(1), edges: naming().edges.slice(1) })
    expect(errors(caller({ naming: endless }))).toMatchObject([{ code: 'called-flow' }])
    const circle = naming({ ...chain('Circle', [node('s', 'flow.start'), call('naming')]) })
    expect(errors(caller({ naming: circle }))).toMatchObject([{ code: 'call-loop', node: 'call' }])
  })
})

function call(flow: string) {
  return node('inner', 'flow.call', { flow })
}
