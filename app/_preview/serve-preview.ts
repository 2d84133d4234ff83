import { explain } from '#engine/mapping/explain.ts'
import { compileExpression, ExpressionError, type Expression } from '#nodes/expression.ts'
import type { JsonObject } from '#nodes/json.ts'
import type { FromWorker, PreviewResult, ToWorker } from './protocol.ts'

/** One end of a conversation: the worker's own scope, or a MessagePort. */
export interface ServedPort {
  postMessage: (message: FromWorker) => void
  addEventListener: (type: 'message', listener: (event: { data: ToWorker }) => void) => void
}

/**
 * Evaluates what it is asked over a port. Each text is compiled once; between evaluations it looks
 * now and then whether a newer request has made its work needless.
 */
export function servePreview(port: ServedPort): void {
  const records = new Map<number, JsonObject>()
  const cancelled = new Set<number>()

  port.addEventListener('message', ({ data }) => {
    switch (data.type) {
      case 'records':
        for (const id of data.drop) records.delete(id)
        for (const { id, record } of data.add) records.set(id, record)
        break
      case 'cancel':
        cancelled.add(data.job)
        break
      case 'evaluate':
        void answer(data)
    }
  })
  port.postMessage({ type: 'ready' })

  async function answer(request: Extract<ToWorker, { type: 'evaluate' }>): Promise<void> {
    const { job } = request
    let toldAt = performance.now()
    for (const [text, written] of request.texts.entries()) {
      port.postMessage({ type: 'working', job, text })
      const evaluate = evaluatorOf(written, request)
      const results: PreviewResult[] = []
      for (const { id, key } of request.records) {
        results.push(await evaluate(records.get(id) ?? {}, key))
        if (performance.now() - toldAt < BREATHE_MS) continue
        await nextMessages()
        if (cancelled.delete(job)) {
          port.postMessage({ type: 'done', job })
          return
        }
        port.postMessage({ type: 'working', job, text })
        toldAt = performance.now()
      }
      port.postMessage({ type: 'results', job, text, results })
    }
    cancelled.delete(job)
    port.postMessage({ type: 'done', job })
  }
}

/** So long it works before it looks whether there is anything new. */
const BREATHE_MS = 20

type EvaluateOn = (record: JsonObject, key: string) => Promise<PreviewResult>

function evaluatorOf(
  text: string,
  { settings, nowMs }: { settings: JsonObject; nowMs: number },
): EvaluateOn {
  // A field that was left blank finds nothing.
  if (text.trim() === '') return () => Promise.resolve({ ok: true, value: undefined })
  const compiled = compiledOnce(text)
  if (!('text' in compiled)) return () => Promise.resolve(compiled)
  const now = new Date(nowMs)
  return async (record, key) => {
    try {
      const scope = { now, seed: 'preview', settings, key }
      return { ok: true, value: await compiled.evaluate(record, scope) }
    } catch (thrown) {
      return faultOf(thrown)
    }
  }
}

type Fault = Extract<PreviewResult, { ok: false }>

const MOST_COMPILED = 2_000
const compiledTexts = new Map<string, Expression | Fault>()

function compiledOnce(text: string): Expression | Fault {
  const known = compiledTexts.get(text)
  if (known) return known
  const compiled = compiledOrFault(text)
  if (compiledTexts.size >= MOST_COMPILED) compiledTexts.clear()
  compiledTexts.set(text, compiled)
  return compiled
}

function compiledOrFault(text: string): Expression | Fault {
  try {
    return compileExpression(text)
  } catch (thrown) {
    return faultOf(thrown)
  }
}

function faultOf(thrown: unknown): Fault {
  if (thrown instanceof ExpressionError) {
    const { code, position } = thrown
    // JSONata's positions stand behind a token, so 0 says that it does not know.
    return { ok: false, message: explain(thrown), code, position: position || null }
  }
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  return { ok: false, message: `The expression failed: ${text}.`, code: null, position: null }
}

/** Lets messages in that have come meanwhile; a promise alone would not. */
function nextMessages(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
