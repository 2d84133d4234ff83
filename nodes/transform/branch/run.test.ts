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
