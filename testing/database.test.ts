import postgres from 'postgres'
import { expect, it } from 'vitest'
import { testDatabase } from './database.ts'

it('a migrated test database holds the tables and is its own', async () => {
  await using one = await testDatabase({ migrated: true })
  await using two = await testDatabase({ migrated: true })
  const first = postgres(one.url, { max: 1 })
  const second = postgres(two.url, { max: 1 })
  await first`create table only_here (id int)`
  const tables = await second<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`
  const names = tables.map((table) => table.name)
  expect(names).toContain('flows')
  expect(names).not.toContain('only_here')
  await first.end()
  await second.end()
})
