import type { Json, JsonObject } from '#nodes/json.ts'

/** One row of a table as it is typed. */
export interface TableRow {
  key: string
  value: string
}

/** A table's entries as rows of text; values that are no text are written as JSON. */
export function rowsOf(table: JsonObject): TableRow[] {
  return Object.entries(table).map(([key, value]) => ({
    key,
    value: typeof value === 'string' && !isWrittenAsJson(value) ? value : JSON.stringify(value),
  }))
}

/** The table that rows stand for. Rows without a key are left out; of two with one key, the first counts. */
export function tableOf(rows: readonly TableRow[]): JsonObject {
  const entries = new Map<string, Json>()
  for (const { key, value } of rows) {
    if (key !== '' && !entries.has(key)) entries.set(key, valueOf(value))
  }
  return Object.fromEntries(entries)
}

/**
 * Ids are digits and yet text: only quotes, brackets and braces are read as JSON, so that a NetSuite
 * id stays what the other settings hold.
 */
function isWrittenAsJson(text: string): boolean {
  return /^\s*["[{]/.test(text)
}

function valueOf(text: string): Json {
  if (!isWrittenAsJson(text)) return text
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    return text
  }
}
