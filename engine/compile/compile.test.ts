import { describe, expect, test } from 'vitest'
import { chain, customerFlow, node } from '../../testing/flows.ts'
import type { FlowDocument } from '../graph/schema.ts'
import { compile } from './compile.ts'

const settings = { subsidiary: '1' }

function errorsOf(document: FlowDocument) {
  return compile(document, { settings }).problems.filter((one) => one.severity === 'error')
}

describe('compile', () => {
  test('a sound flow becomes a plan in an order that every node follows its feeders', () => {
    const compiled = compile(customerFlow(), { settings })
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    expect(compiled.plan.steps.map((step) => step.id)).toEqual(['read', 'named', 'map', 'write'])
    expect(compiled.plan.sources).toEqual(['read'])
  })

  test('a loop is named at each of its nodes and nowhere else', () => {
    const flow = customerFlow()
    flow.edges.push({ from: 'write', port: 'out', to: 'named' })
    const cycle = errorsOf(flow).filter((one) => one.code === 'cycle')
    expect(cycle.map((one) => one.node)).toEqual(['named', 'map', 'write'])
    expect(cycle[0]?.message).toContain('loop')
  })

  test('an unknown kind is an error at its node', () => {
    const flow = customerFlow()
    flow.nodes.push(node('odd', 'transform.teleport'))
    expect(errorsOf(flow)).toMatchObject([{ code: 'unknown-kind', node: 'odd' }])
  })

  test('a kind checks the value of a setting that its field names, not the name of the setting', () => {
    const criteria = [{ field: '$setting("subsidiary")', value: '$key' }]
    const flow = chain('Look up', [
      node('read', 'stripe.list-source', { object: 'customer' }),
      node('find', 'netsuite.lookup', { recordType: 'customer', criteria }),
    ])
    const problems = (subsidiary: string) => compile(flow, { settings: { subsidiary } }).problems
    expect(problems('custentity_stripe_customer_id')).toStrictEqual([])
    expect(problems('no field')).toMatchObject([{ node: 'find', field: 'criteria' }])
  })

  test('a note on the canvas is no step and no problem, unless an edge leads to it', () => {
    const flow = customerFlow()
    flow.nodes.push(node('note', 'canvas.note', { text: 'Ask Ada before changing this.' }))
    const compiled = compile(flow, { settings })
    expect(compiled.problems).toEqual([])
    expect(compiled.ok && compiled.plan.steps.map((step) => step.id)).not.toContain('note')
    flow.edges.push({ from: 'map', port: 'out', to: 'note' })
    expect(errorsOf(flow)).toMatchObject([{ node: 'note', code: 'edge' }])
  })

  test('a broken expression is an error with its field and position', () => {
    const flow = customerFlow()
    flow.nodes = flow.nodes.map((one) =>
      one.id === 'named'
        ? { ...one, config: { rows: [{ condition: 'email = ', reason: 'x' }] } }
        : one,
    )
    const [problem] = errorsOf(flow)
    expect(problem).toMatchObject({ code: 'expression', node: 'named', field: 'rows[0].condition' })
    expect(problem?.position).toBeGreaterThan(0)
  })

  test('a required field left blank is an error that names it', () => {
    const flow = customerFlow()
    flow.nodes = flow.nodes.map((one) =>
      one.id === 'map' ? { ...one, config: { mapping: '' } } : one,
    )
    expect(errorsOf(flow)).toMatchObject([{ code: 'required', node: 'map', field: 'mapping' }])
  })

  test('a required setting without a value is an error of the flow', () => {
    const flow = customerFlow()
    const field = { key: 'account', label: 'Bank account', type: 'netsuite:account' }
    flow.settings.fields = [{ ...field, help: '', required: true, shared: false, options: [] }]
    expect(errorsOf(flow)).toMatchObject([{ code: 'setting', node: null, field: 'account' }])
    flow.settings.values = { account: '12' }
    expect(errorsOf(flow)).toEqual([])
  })

  test('an expression that reads a setting nobody declared is an error at its node', () => {
    const compiled = compile(customerFlow(), { settings: {} })
    expect(compiled.ok).toBe(false)
    expect(compiled.problems).toMatchObject([{ code: 'setting', node: 'map', field: 'subsidiary' }])
  })

  test('a flow without a source does not compile', () => {
    const flow = chain('No source', [node('map', 'transform.map', { mapping: '{}' })])
    expect(errorsOf(flow)).toMatchObject([{ code: 'no-source', node: null }])
  })

  test('a node that no record reaches is a warning', () => {
    const flow = customerFlow()
    flow.nodes.push(node('lonely', 'transform.map', { mapping: '{}' }))
    const compiled = compile(flow, { settings })
    expect(compiled.ok).toBe(true)
    expect(compiled.problems).toMatchObject([{ severity: 'warning', code: 'unreachable' }])
  })

  test('ways taken at once may not meet again: a record would be written twice', () => {
    const flow = customerFlow()
    flow.nodes.push(node('other', 'transform.map', { mapping: '$' }))
    flow.edges.push({ from: 'named', port: 'out', to: 'other' })
    flow.edges.push({ from: 'other', port: 'out', to: 'write' })
    expect(errorsOf(flow)).toMatchObject([{ code: 'twice', node: 'named' }])
  })

  test('ways of a first-match branch may meet again', () => {
    const flow = customerFlow()
    flow.nodes.push(
      node('branch', 'transform.branch', {
        mode: 'first',
        rows: [{ name: 'Big', condition: 'balance > 100' }],
      }),
      node('left', 'transform.map', { mapping: '$' }),
    )
    const compiled = compile(
      {
        ...flow,
        edges: [
          { from: 'read', port: 'out', to: 'branch' },
          { from: 'branch', port: 'otherwise', to: 'left' },
          { from: 'left', port: 'out', to: 'named' },
          ...flow.edges.filter((edge) => edge.from !== 'read'),
        ],
      },
      { settings },
    )
    expect(compiled.problems.filter((one) => one.severity === 'error')).toEqual([])
  })

  test('an edge from a port that does not exist is an error', () => {
    const flow = customerFlow()
    flow.edges = flow.edges.map((edge) => (edge.from === 'map' ? { ...edge, port: 'side' } : edge))
    expect(errorsOf(flow)).toMatchObject([{ code: 'unknown-port', node: 'map' }])
  })

  test('a schedule must be five cron fields in a time zone that exists', () => {
    const flow = customerFlow()
    flow.schedule = { cron: '*/15 * * *', timeZone: 'UTC' }
    expect(errorsOf(flow)).toMatchObject([{ code: 'schedule' }])
    flow.schedule = { cron: '*/15 25 * * *', timeZone: 'UTC' }
    expect(errorsOf(flow)[0]?.message).toContain('hour')
    flow.schedule = { cron: '*/15 * * * *', timeZone: 'Mars/Olympus' }
    expect(errorsOf(flow)[0]?.message).toContain('Mars/Olympus')
    flow.schedule = { cron: '*/15 0-6 1,15 * 1-5', timeZone: 'America/New_York' }
    expect(errorsOf(flow)).toEqual([])
  })

  test('a disabled node may be unfinished', () => {
    const flow = customerFlow()
    flow.nodes = flow.nodes.map((one) =>
      one.id === 'map' ? { ...one, config: {}, disabled: true } : one,
    )
    expect(errorsOf(flow)).toEqual([])
  })
})
