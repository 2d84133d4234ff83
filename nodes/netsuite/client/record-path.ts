/** A record by its internal id or by our external id. */
export type RecordId = { id: string } | { externalId: string }

/** Path of a record type or of one record in the REST record service. */
export function recordPath(type: string, record?: RecordId): string {
  const path = `/services/rest/record/v1/${encodeURIComponent(type)}`
  if (!record) return path
  return 'id' in record
    ? `${path}/${encodeURIComponent(record.id)}`
    : `${path}/eid:${encodeURIComponent(record.externalId)}`
}
