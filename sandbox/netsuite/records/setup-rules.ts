import { missingValue } from '../errors.ts'
import { recordTypeNamed } from './record-types.ts'
import type { Rule } from './write-context.ts'

/** Completes items and set-up records, which have few rules. */
export const completeSetup: Rule = async (record) => {
  const { fields } = record
  const type = recordTypeNamed(record.type)
  fields.isInactive ??= false
  if (record.family === 'item') {
    if (!fields.itemId) throw missingValue('Item Name/Number', 'itemId')
    const account = record.type === 'discountItem' ? fields.account : fields.incomeAccount
    if (!account) {
      const name = record.type === 'discountItem' ? 'account' : 'incomeAccount'
      throw missingValue(type?.fields[name]?.label ?? 'Account', name)
    }
    fields.itemType = type?.code ?? ''
  }
  const nameField = NAME_FIELDS.find((field) => type?.fields[field] !== undefined)
  const name = nameField === undefined ? undefined : fields[nameField]
  if (nameField !== undefined && !name) {
    throw missingValue(type?.fields[nameField]?.label ?? 'Name', nameField)
  }
  record.name = String(name)
}

/** The field that names a set-up record, the first one a type has. */
const NAME_FIELDS = ['itemId', 'name', 'acctName', 'periodName', 'entityId']
