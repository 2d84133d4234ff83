import type { Endpoints } from './endpoint.ts'
import { noSuch } from './lists.ts'
import type { Kind } from '../store/records.ts'
import { findRecord } from '../store/store.ts'

/** `GET /v1/{kind}s/{id}` of a kind that needs nothing special. */
export function retrieveCall(read: Endpoints['read'], kind: Kind) {
  return read({}, async (sql, _params, id) => {
    const record = await findRecord(sql, kind, id)
    if (!record) throw noSuch(kind, id)
    return record
  })
}
