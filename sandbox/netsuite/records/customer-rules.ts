import { missingValue, userError } from '../errors.ts'
import type { Rule } from './write-context.ts'
import type { FieldValues, StoredRecord } from './store.ts'

/** Completes a customer: names, number, currencies, addresses. */
export const completeCustomer: Rule = async (customer, { sequences, setup, existing }) => {
  const { fields } = customer
  fields.isPerson ??= false
  if (fields.isPerson === true) {
    if (!fields.firstName) throw missingValue('First Name', 'firstName')
    if (!fields.lastName) throw missingValue('Last Name', 'lastName')
    fields.altName = [fields.firstName, fields.middleName, fields.lastName]
      .filter(Boolean)
      .join(' ')
  } else {
    if (!fields.companyName) throw missingValue('Company Name', 'companyName')
    fields.altName = fields.companyName
  }
  if (setup.oneWorld && !fields.subsidiary) throw missingValue('Subsidiary', 'subsidiary')
  if (existing?.fields.subsidiary && existing.fields.subsidiary !== fields.subsidiary) {
    throw userError('You cannot change the subsidiary of this record.', 'subsidiary')
  }
  const email = fields.email
  if (email !== undefined && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(String(email))) {
    throw userError(`Invalid email address: ${String(email)}.`, 'email')
  }
  fields.entityId ??= setup.autoNumbering ? await sequences.number('customer') : fields.altName
  fields.customForm ??= '-2'
  fields.isInactive ??= false
  fields.taxable ??= false
  fields.entityStatus ??= 'CUSTOMER-Closed Won'
  const subsidiary = setup.byId('subsidiary', String(fields.subsidiary))
  fields.currency ??= subsidiary?.fields.currency ?? '1'
  completeCurrencies(customer)
  completeAddresses(customer)
  customer.name =
    fields.entityId === fields.altName
      ? String(fields.altName)
      : `${String(fields.entityId)} ${String(fields.altName)}`
}

function completeCurrencies(customer: StoredRecord): void {
  const lines = customer.sublists.currencyList ?? []
  const primary = customer.fields.currency ?? '1'
  const listed = lines.some(({ currency }) => currency === primary)
  customer.sublists.currencyList = listed ? lines : [...lines, { currency: primary }]
}

function completeAddresses(customer: StoredRecord): void {
  const lines = customer.sublists.addressBook ?? []
  let highest = Math.max(0, ...lines.map(({ internalId }) => Number(internalId ?? 0)))
  for (const line of lines) {
    line.internalId ??= String((highest += 1))
    line.addressId ??= line.internalId
    line.defaultBilling ??= false
    line.defaultShipping ??= false
    line.isResidential ??= false
    if (typeof line.addressBookAddress === 'object') {
      line.addressBookAddress.addrText = addressText(line.addressBookAddress, customer)
    }
  }
  // The address made default last wins.
  for (const flag of ['defaultBilling', 'defaultShipping']) {
    const last = lines.findLast((line) => line[flag] === true)
    for (const line of lines) line[flag] = line === last
  }
  customer.sublists.addressBook = lines
  const billing = defaultAddress(customer, 'defaultBilling')
  if (billing) customer.fields.defaultAddress = billing.addrText ?? ''
  else delete customer.fields.defaultAddress
}

/** The address invoices or goods of this customer are sent to, or undefined. */
export function defaultAddress(
  customer: StoredRecord,
  flag: 'defaultBilling' | 'defaultShipping',
): FieldValues | undefined {
  const line = customer.sublists.addressBook?.find((one) => one[flag] === true)
  return typeof line?.addressBookAddress === 'object' ? line.addressBookAddress : undefined
}

/** An address as it is printed, one part a line. */
export function addressText(address: FieldValues, customer: StoredRecord): string {
  const town = [address.city, address.state, address.zip].filter(Boolean).join(' ')
  return [
    address.addressee ?? customer.fields.altName,
    address.attention,
    address.addr1,
    address.addr2,
    address.addr3,
    town,
    address.country,
  ]
    .filter(Boolean)
    .join('\n')
}
