import type { JsonObject } from '#nodes/json.ts'
import type { PreviewRequest, PreviewResult } from './protocol.ts'

/** Results with the request that they answer. */
export interface Answered {
  request: PreviewRequest
  results: readonly (readonly PreviewResult[])[]
}

const NONE: readonly (readonly PreviewResult[])[] = []

/**
 * Earlier results in the order of a new request, to be shown until its own are there: a text that
 * is the same keeps its results wherever it stands now, a changed one keeps those of its place.
 * Other records have none.
 */
export function alignResults(
  answered: Answered | null,
  request: PreviewRequest,
): readonly (readonly PreviewResult[])[] {
  if (!answered) return NONE
  const { request: before, results } = answered
  if (isSameRequest(before, request)) return results
  const columns = request.records.map(({ record, key }) => {
    const same = before.records.findIndex((one) => one.record === record)
    return same !== -1 ? same : before.records.findIndex((one) => one.key === key)
  })
  const samePlaces = before.texts.length === request.texts.length
  return request.texts.map((text, at) => {
    const found = before.texts[at] === text ? at : before.texts.indexOf(text)
    const row = results[found !== -1 ? found : samePlaces ? at : -1]
    if (!row) return []
    const aligned = columns.map((column) => row[column])
    return aligned.every((one) => one !== undefined) ? aligned : []
  })
}

/** True when both ask for the same expressions on the same records, however they are held. */
export function isSameRequest(one: PreviewRequest, other: PreviewRequest): boolean {
  return (
    one.texts.length === other.texts.length &&
    one.records.length === other.records.length &&
    one.texts.every((text, at) => text === other.texts[at]) &&
    isSame(one.settings, other.settings) &&
    one.records.every((record, at) => {
      const counterpart = other.records[at]
      return (
        counterpart !== undefined &&
        record.key === counterpart.key &&
        isSame(record.record, counterpart.record)
      )
    })
  )
}

/** A caller may make the same object anew at every render; that is no new question. */
function isSame(one: JsonObject, other: JsonObject): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
