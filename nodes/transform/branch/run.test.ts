import { expect, it } from 'vitest'
import { evaluated, testContext } from '../../testing.ts'
import { transformBranch } from './kind.ts'
import { runTransformBranch } from './run.ts'

const rows = [
  { name: 'Paid', condition: evaluated('paid') },
  { name: 'Over 100', condition: evaluated('total > 100') },
]
const branch = async (mode: string, record: { paid: boolean | string; total: number }) => {
  const items = [{ key: 'k', record }]
  const [result] = await runTransformBranch.run({ mode, rows }, items, testContext())
  return result
}

it('sends a record on the first way whose condition is true', async () => {
  expect(await branch('first', { paid: true, total: 500 })).toMatchObject({ port: 'paid' })
  expect(await branch('first', { paid: false, total: 500 })).toMatchObject({ port: 'over-100' })
})

it('sends a record on every such way when asked to', async () => {
  expect(await branch('all', { paid: true, total: 500 })).toMatchObject({
    ports: ['paid', 'over-100'],
  })
})

it('sends a record without a way to "otherwise"', async () => {
  expect(await branch('all', { paid: false, total: 1 })).toMatchObject({ port: 'otherwise' })
})

it('reports a condition that gives neither true nor false', async () => {
  expect(await branch('first', { paid: 'no', total: 1 })).toMatchObject({
    error: { class: 'value', field: 'rows[0].condition' },
  })
})

it('has a port for each way, and refuses two ways of one name', () => {
  const config = { rows: [{ name: 'Über 100' }, { name: 'Otherwise' }] }
  expect(transformBranch.ports(config).map((port) => port.id)).toStrictEqual([
    'über-100',
    'otherwise',
    'otherwise',
  ])
  expect(transformBranch.check(config)).toMatchObject([{ field: 'rows' }])
})

it('gives every way a port that an edge can name, whatever its name, and leaves the ports of others', () => {
  const idOf = (name: string) => transformBranch.ports({ rows: [{ name }] })[0]?.id
  expect(['>', '>=', '€', '-', ' '].map(idOf)).toStrictEqual([
    'u3e',
    'u3e-u3d',
    'u20ac',
    'u2d',
    'u20',
  ])
  expect(['> 1000', 'Paid', 'x'.repeat(100)].map(idOf)).toStrictEqual([
    '1000',
    'paid',
    'x'.repeat(100),
  ])
  expect(idOf('x'.repeat(101))).toBe('x'.repeat(100))
  // A letter of two code units at the limit is left out whole.
  expect(idOf(`${'x'.repeat(99)}𝒜`)).toBe('x'.repeat(99))
})
