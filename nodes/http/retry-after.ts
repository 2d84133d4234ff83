/**
 * Milliseconds to wait of a `Retry-After` header: seconds or a date (RFC 9110 §10.2.3). undefined
 * when there is none or it cannot be read. `now` in ms decides how far a date is away.
 */
export function retryAfterMs(
  header: string | string[] | undefined,
  now: number = Date.now(),
): number | undefined {
  const text = (Array.isArray(header) ? header[0] : header)?.trim()
  if (!text) return undefined
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
