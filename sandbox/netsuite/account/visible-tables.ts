import type { Account } from './account.ts'
import { permissionOf } from './permissions.ts'
import { RECORD_TYPES, recordTypeNamed } from '../records/record-types.ts'

/**
 * The tables of SuiteQL that a role may read: a table it has no permission to view does not exist
 * for it, and of transactions it sees the types it may view.
 */
export function visibleTables<T extends { source: string }>(
  tables: Record<string, T>,
  denied: Account['settings']['deniedPermissions'],
): Record<string, T> {
  if (denied.length === 0) return tables
  const isHidden = (permission: string | undefined) =>
    denied.some(
      ({ name, level }) => level === 'view' && name.toLowerCase() === permission?.toLowerCase(),
    )
  const hidden = Object.values(RECORD_TYPES)
    .filter((type) => type.family === 'transaction' && isHidden(permissionOf(type)))
    .map(({ name }) => `'${name}'`)
  const visible = Object.entries(tables).filter(([name]) => {
    const type = recordTypeNamed(name === 'item' ? 'serviceSaleItem' : name)
    return !type || !isHidden(permissionOf(type))
  })
  if (hidden.length === 0) return Object.fromEntries(visible)
  return Object.fromEntries(
    visible.map(([name, table]): [string, T] => [
      name,
      table.source.endsWith(TRANSACTIONS)
        ? { ...table, source: `${table.source} and r.type not in (${hidden.join(', ')})` }
        : table,
    ]),
  )
}

const TRANSACTIONS = "r.family = 'transaction'"
