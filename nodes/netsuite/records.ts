/** How one type of NetSuite record is found by SuiteQL and written over REST. */
export interface NetSuiteRecord {
  /** Name in the REST record service. */
  value: string
  label: string
  /** Its SuiteQL table. */
  table: string
  /** For transactions: the code of the type in the table `transaction`. */
  transactionType?: string
  /** SuiteQL columns that people know the record by, the best first. */
  names: readonly string[]
  /** SQL of what tells two records of one name apart, shown below it in pickers. */
  details: readonly string[]
  /** NetSuite's permission for it, as the administrator finds it on a role. */
  permission: string
  /** The table has a column `isinactive`. */
  hasInactive: boolean
  /** Nodes can write it. */
  writable: boolean
}

/** https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1545141395.html */
const NETSUITE_RECORDS: readonly NetSuiteRecord[] = [
  entity('customer', 'Customer', 'Customers', ['entityid', 'companyname', 'email']),
  entity('contact', 'Contact', 'Contacts', ['entityid', 'email']),
  transaction('invoice', 'Invoice', 'CustInvc'),
  transaction('creditMemo', 'Credit memo', 'CustCred'),
  transaction('customerPayment', 'Customer payment', 'CustPymt'),
  transaction('customerRefund', 'Customer refund', 'CustRfnd'),
  transaction('cashSale', 'Cash sale', 'CashSale'),
  transaction('salesOrder', 'Sales order', 'SalesOrd'),
  { ...transaction('journalEntry', 'Journal entry', 'Journal'), permission: 'Make Journal Entry' },
  list('item', 'Item', 'Items', ['itemid', 'displayname'], ['BUILTIN.DF(itemtype)']),
  itemType('serviceSaleItem', 'Service item'),
  itemType('nonInventorySaleItem', 'Non-inventory item'),
  list(
    'account',
    'Account',
    'Accounts',
    ['accountsearchdisplayname', 'acctnumber'],
    ['BUILTIN.DF(accttype)'],
  ),
  list('currency', 'Currency', 'Currency', ['symbol', 'name']),
  list('subsidiary', 'Subsidiary', 'Subsidiaries', ['name']),
  list('term', 'Payment terms', 'Accounting Lists', ['name']),
  list('paymentMethod', 'Payment method', 'Accounting Lists', ['name']),
  list('department', 'Department', 'Departments', ['name']),
  list('classification', 'Class', 'Classes', ['name']),
  list('location', 'Location', 'Locations', ['name']),
  list('accountingPeriod', 'Accounting period', 'Manage Accounting Periods', ['periodname']),
]

const byValue = new Map(NETSUITE_RECORDS.map((one) => [one.value.toLowerCase(), one]))

/** What we know of a record type, whatever its case; undefined for one we do not know. */
export function netSuiteRecord(value: string): NetSuiteRecord | undefined {
  return byValue.get(value.toLowerCase())
}

/** The type's name in the middle of a sentence: "invoice", "credit memo". */
export function netSuiteWord(value: unknown): string {
  if (typeof value !== 'string' || !value) return 'record'
  return (netSuiteRecord(value)?.label ?? value).toLowerCase()
}

/** The choices of a "Record type" field. */
export function recordChoices(
  keep: (one: NetSuiteRecord) => boolean,
): { value: string; label: string }[] {
  return NETSUITE_RECORDS.filter(keep).map(({ value, label }) => ({ value, label }))
}

/** The record types that a role's permission is about; those that can be written come first. */
export function recordsOfPermission(permission: string): NetSuiteRecord[] {
  return NETSUITE_RECORDS.filter((one) => one.permission === permission)
}

function entity(
  value: string,
  label: string,
  permission: string,
  names: readonly string[],
): NetSuiteRecord {
  const shared = { table: value, details: [], hasInactive: true, writable: true }
  return { ...shared, value, label, permission, names }
}

function transaction(value: string, label: string, transactionType: string): NetSuiteRecord {
  return {
    value,
    label,
    table: 'transaction',
    transactionType,
    names: ['tranid'],
    details: ['BUILTIN.DF(entity)', "TO_CHAR(trandate,'YYYY-MM-DD')"],
    permission: label.replace(/ \w/g, (letter) => letter.toUpperCase()),
    hasInactive: false,
    writable: true,
  }
}

function list(
  value: string,
  label: string,
  permission: string,
  names: readonly string[],
  details: readonly string[] = [],
): NetSuiteRecord {
  const shared = { table: value.toLowerCase(), hasInactive: true, writable: false }
  return { ...shared, value, label, permission, names, details }
}

function itemType(value: string, label: string): NetSuiteRecord {
  return { ...list(value, label, 'Items', ['itemid']), table: 'item', writable: true }
}
