/**
 * True for what may stand as a table or column in a SuiteQL query of ours. Names cannot be bound as
 * parameters, so this is what keeps an analyst's text from becoming SQL.
 */
export function isColumnName(name: string): boolean {
  return name.length <= 100 && /^[a-z][a-z0-9_]*$/i.test(name)
}
