import { invalidParameter, type NetSuiteError } from '../errors.ts'

/** A SuiteQL query that cannot be run; `reason` ends NetSuite's long sentence. */
export function queryError(reason: string): NetSuiteError {
  return invalidParameter(
    `Invalid search query. Detailed unprocessed description follows. Search error occurred: ${reason}`,
    'q',
  )
}
