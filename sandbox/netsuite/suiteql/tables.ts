import type { AccountTypes } from '../account/account-types.ts'
import type { Family } from '../records/record-fields.ts'
import { entityTables } from './entity-tables.ts'
import {
  bodyColumns,
  checkbox,
  column,
  COMMON,
  field,
  flag,
  RECORDS,
  text,
  typesOf,
  type Column,
  type Table,
} from './table.ts'
import { transactionTables } from './transaction-tables.ts'

/**
 * Every table a query may name, lower case, with the custom fields the account has; in an account
 * that is not OneWorld nothing knows of subsidiaries.
 */
export function tablesOf(types: AccountTypes): Record<string, Table> {
  const known = MADE.get(types)
  if (known) return known
  const all = allTables(types)
  const tables = types.named('subsidiary') ? all : withoutSubsidiaries(all)
  MADE.set(types, tables)
  return tables
}

const MADE = new WeakMap<AccountTypes, Record<string, Table>>()

function allTables(types: AccountTypes): Record<string, Table> {
  const setup = (family: Family, columns: Record<string, Column> = {}): Table => ({
    source: `${RECORDS} where r.family = '${family}'`,
    columns: {
      ...bodyColumns(typesOf(types.all, family)),
      ...COMMON,
      isinactive: checkbox('isInactive'),
      createddate: column('r.created', 'datetime'),
      ...columns,
    },
  })
  return {
    ...transactionTables(typesOf(types.all, 'transaction')),
    ...entityTables(typesOf(types.all, 'entity')),
    item: setup('item', { fullname: text('itemId'), subtype: column(`'Sale'`, 'text') }),
    currency: setup('currency'),
    account: setup('account', {
      fullname: text('acctName'),
      accountsearchdisplayname: column(
        `concat_ws(' ', ${field('acctNumber')}, ${field('acctName')})`,
        'text',
      ),
      accountsearchdisplaynamecopy: text('acctName'),
    }),
    subsidiary: setup('subsidiary', { fullname: text('name') }),
    term: setup('term'),
    paymentmethod: setup('paymentMethod'),
    accountingperiod: setup('accountingPeriod', { isposting: flag('true') }),
    department: setup('department', { fullname: text('name') }),
    location: setup('location', { fullname: text('name') }),
    classification: setup('classification', { fullname: text('name') }),
    deletedrecord: DELETED,
    dual: { source: '(select 1) r', columns: { dummy: column(`'X'`, 'text') } },
  }
}

const DELETED: Table = {
  source: 'sandbox.netsuite_deleted r',
  columns: {
    deleteddate: column('r.at', 'datetime'),
    type: column('lower(r.type)', 'text'),
    recordid: column('r.id', 'integer'),
    recordkey: column('r.id', 'integer'),
    name: column('r.name', 'text'),
  },
}

function withoutSubsidiaries(tables: Record<string, Table>): Record<string, Table> {
  return Object.fromEntries(
    Object.entries(tables)
      .filter(([name]) => name !== 'subsidiary' && name !== 'customersubsidiaryrelationship')
      .map(([name, { source, columns }]) => {
        const kept = Object.entries(columns).filter(([one]) => one !== 'subsidiary')
        return [name, { source, columns: Object.fromEntries(kept) }]
      }),
  )
}
