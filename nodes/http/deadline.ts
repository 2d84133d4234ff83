/**
 * Runs `work` with a signal that aborts after `ms` or with the given signal, whichever comes first.
 * `AbortSignal.any` and `AbortSignal.timeout` do the same, but for 15–30 µs a request instead of
 * 4–12, and hold on to each request until its time would have been over.
 */
export async function withDeadline<T>(
  signal: AbortSignal,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const controller = new AbortController()
  const stop = () => controller.abort(signal.reason)
  const timer = setTimeout(
    () => controller.abort(new DOMException('Too late.', 'TimeoutError')),
    ms,
  )
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
