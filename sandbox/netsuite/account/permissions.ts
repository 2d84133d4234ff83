import type { MiddlewareHandler } from 'hono'
import type { SandboxEnv } from '../../context.ts'
import type { AccountStore } from './account.ts'
import { errorOfStatus, invalidLogin, userError } from '../errors.ts'
import { recordTypeNamed, type RecordType } from '../records/record-types.ts'

/** A permission of the role, and how much of it a request needs. */
interface Need {
  name: string
  level: 'view' | 'edit'
}

/**
 * Refuses requests that the role of the integration has no permission for: those an administrator
 * took away through the settings. NetSuite answers 403 INSUFFICIENT_PERMISSION, and for some records
 * 400 USER_ERROR with the same sentence; the settings say which.
 */
export function checkPermissions(account: AccountStore): MiddlewareHandler<SandboxEnv> {
  return async (c, next) => {
    const { deniedPermissions, permissionStatus } = (await account.get()).settings
    if (deniedPermissions.length === 0) return next()
    const isDenied = (need: Need) =>
      deniedPermissions.some(
        ({ name, level }) =>
          name.toLowerCase() === need.name.toLowerCase() &&
          (level === 'view' || need.level === 'edit'),
      )
    const signIn = /^Bearer\s/i.test(c.req.header('authorization') ?? '')
      ? 'Log in using OAuth 2.0 Access Tokens'
      : 'Log in using Access Tokens'
    if (isDenied({ name: signIn, level: 'view' })) return invalidLogin().response()
    if (!neededPermissions(c.req.method, c.req.path).some(isDenied)) return next()
    const denied = errorOfStatus(403)
    return permissionStatus === 403 ? denied.response() : userError(denied.message).response()
  }
}

/** The permissions a request needs, with NetSuite's names. The time of the server needs none. */
function neededPermissions(method: string, path: string): Need[] {
  const [, , service, , type = '', , action, target = ''] = path.split('/').filter(Boolean)
  const api: Need = { name: 'REST Web Services', level: 'view' }
  if (service === 'query') return [api, { name: 'SuiteAnalytics Workbook', level: 'view' }]
  if (service === 'async') return [api]
  if (service !== 'record') return []
  const level = method === 'GET' ? 'view' : 'edit'
  if (action === '!transform') {
    return [api, ...needOf(type, 'view'), ...needOf(target, 'edit')]
  }
  return [api, ...needOf(type, level)]
}

function needOf(typeName: string, level: Need['level']): Need[] {
  const type = recordTypeNamed(typeName)
  const name = type === undefined ? undefined : permissionOf(type)
  return name === undefined ? [] : [{ name, level }]
}

/** The permission that guards records of a type, if there is one. */
export const permissionOf = ({ family, name }: RecordType): string | undefined =>
  family === 'item' ? 'Items' : PERMISSIONS[name]

/** Record type → the permission that guards it. */
const PERMISSIONS: Record<string, string> = {
  customer: 'Customers',
  invoice: 'Invoice',
  creditMemo: 'Credit Memo',
  customerPayment: 'Customer Payment',
  customerRefund: 'Customer Refund',
  journalEntry: 'Make Journal Entry',
  currency: 'Currency',
  subsidiary: 'Subsidiaries',
  account: 'Accounts',
  paymentMethod: 'Accounting Lists',
  term: 'Accounting Lists',
  accountingPeriod: 'Manage Accounting Periods',
  location: 'Locations',
  department: 'Departments',
  classification: 'Classes',
}
