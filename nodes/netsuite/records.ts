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
  /** The table has a column `isinactive`. */
  hasInactive: boolean
  /** Nodes can write it. */
  writable: boolean
}

/** https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1545141395.html */
const NETSUITE_RECORDS: readonly NetSuiteRecord[] = [
  entity('customer', 'Customer', ['entityid', 'companyname', 'email']),
  entity('contact', 'Contact', ['entityid', 'email']),
  transaction('invoice', 'Invoice', 'CustInvc'),
  transaction('creditMemo', 'Credit memo', 'CustCred'),
  transaction('customerPayment', 'Customer payment', 'CustPymt'),
  transaction('customerRefund', 'Customer refund', 'CustRfnd'),
  transaction('cashSale', 'Cash sale', 'CashSale'),
  transaction('salesOrder', 'Sales order', 'SalesOrd'),
  transaction('journalEntry', 'Journal entry', 'Journal'),
  list('item', 'Item', 'item', ['itemid', 'displayname']),
  { ...list('serviceSaleItem', 'Service item', 'item', ['itemid']), writable: true },
  { ...list('nonInventorySaleItem', 'Non-inventory item', 'item', ['itemid']), writable: true },
  list('account', 'Account', 'account', ['acctnumber', 'accountsearchdisplayname']),
  list('currency', 'Currency', 'currency', ['symbol', 'name']),
  list('subsidiary', 'Subsidiary', 'subsidiary', ['name']),
  list('term', 'Payment terms', 'term', ['name']),
  list('paymentMethod', 'Payment method', 'paymentmethod', ['name']),
  list('department', 'Department', 'department', ['name']),
  list('classification', 'Class', 'classification', ['name']),
  list('location', 'Location', 'location', ['name']),
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

function entity(value: string, label: string, names: readonly string[]): NetSuiteRecord {
  return { value, label, table: value, names, hasInactive: true, writable: true }
}

function transaction(value: string, label: string, transactionType: string): NetSuiteRecord {
  return {
    value,
    label,
    table: 'transaction',
    transactionType,
    names: ['tranid'],
    hasInactive: false,
    writable: true,
  }
}

function list(
  value: string,
  label: string,
  table: string,
  names: readonly string[],
): NetSuiteRecord {
  return { value, label, table, names, hasInactive: true, writable: false }
}
