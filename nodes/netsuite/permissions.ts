import type { Permission } from '../kind.ts'
import { netSuiteRecord } from './records.ts'

const REST: Permission = { system: 'netsuite', name: 'REST Web Services', access: 'write' }

/** What every SuiteQL query needs. */
const QUERY_PERMISSION: Permission = {
  system: 'netsuite',
  name: 'SuiteAnalytics Workbook',
  access: 'read',
}

/** What a role must have for reading or writing records of a type that a config names. */
export function recordPermissions(
  recordType: unknown,
  access: Permission['access'],
  options: { query?: boolean } = {},
): Permission[] {
  const name = typeof recordType === 'string' ? netSuiteRecord(recordType)?.permission : undefined
  return [
    REST,
    ...(options.query ? [QUERY_PERMISSION] : []),
    ...(name ? [{ system: REST.system, name, access }] : []),
  ]
}

/** What a role must have for calling the Tributary RESTlet. */
export const RESTLET_PERMISSION: Permission = {
  system: 'netsuite',
  name: 'SuiteScript',
  access: 'read',
}
