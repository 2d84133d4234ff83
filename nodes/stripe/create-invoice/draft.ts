import type { JsonObject } from '../../json.ts'
import { isJsonObject } from '../../json.ts'
import type { Intent } from '../../runner.ts'
import type { StripeRecord } from '../client/client.ts'
import { completeLists } from '../client/complete-lists.ts'
import type { ActionStep } from '../common/invoice-action.ts'
import { fingerprint, metadataOf, PAYLOAD_KEY } from '../common/sink-values.ts'

/** Lines that one request adds. */
const CHUNK = 50

/** Numbers the lines, so that those which are there already are known after a crash. */
const LINE_KEY = 'tributary_line'

interface DraftStep extends ActionStep {
  now: Date
  seek: () => Promise<StripeRecord | null>
}

/** The draft to go on with: the one an earlier attempt at the same payload left, else a new one. */
export async function startDraft(
  config: { pastDue: string },
  intent: Intent,
  left: StripeRecord | null,
  step: DraftStep,
): Promise<StripeRecord> {
  const own = fingerprint(intent.payload)
  if (left && metadataOf(left)[PAYLOAD_KEY] === own) return left
  // Left by an attempt with other content, or made by somebody for the same record: never finalised.
  if (left) await step.client.remove('invoice', left.id, step.signal)
  const { lines: _lines, expected_total: _total, ...header } = intent.payload
  const params: JsonObject = {
    ...header,
    ...dueDate(config, header, step.now),
    auto_advance: false,
    pending_invoice_items_behavior: 'exclude',
    metadata: { ...metadataOf(header), [PAYLOAD_KEY]: own },
  }
  // After a draft was removed, its key would give back what is no more.
  const call = left ? `create-after-${left.id}` : 'create'
  return step.client.create('invoice', withoutNulls(params), step.write(call, step.seek))
}

/** Adds the lines that are missing, and gives the draft as it stands then. */
export async function fillDraft(
  intent: Intent,
  draft: StripeRecord,
  step: ActionStep,
): Promise<StripeRecord> {
  const { client, signal } = step
  const lines = Array.isArray(intent.payload.lines) ? intent.payload.lines.filter(isJsonObject) : []
  const there = await linesThere(draft, step)
  const missing = lines
    .map((line, at): JsonObject => {
      const metadata = { ...metadataOf(line), [LINE_KEY]: String(at + 1) }
      return { ...withoutNulls(line), metadata }
    })
    .filter((line) => !there.has(metadataOf(line)[LINE_KEY] ?? ''))
  for (let from = 0; from < missing.length; from += CHUNK) {
    const chunk = missing.slice(from, from + CHUNK)
    const first = metadataOf(chunk[0])[LINE_KEY]
    await client.act('invoice', draft.id, 'add_lines', {
      params: { lines: chunk },
      ...step.write(`lines-${draft.id}-${first}`),
    })
  }
  if (missing.length === 0) return draft
  return (await client.get('invoice', draft.id, { signal })) ?? draft
}

async function linesThere(draft: StripeRecord, step: ActionStep): Promise<Set<string>> {
  const whole = await completeLists(draft, step.client, step.signal)
  const data = isJsonObject(whole.lines) && Array.isArray(whole.lines.data) ? whole.lines.data : []
  return new Set(
    data.flatMap((line) => metadataOf(isJsonObject(line) ? line : null)[LINE_KEY] ?? []),
  )
}

/** Stripe refuses a due date that is past; due in zero days is due now. */
function dueDate({ pastDue }: { pastDue: string }, header: JsonObject, now: Date): JsonObject {
  const { due_date } = header
  if (header.collection_method !== 'send_invoice') return {}
  if (due_date === undefined || due_date === null)
    return header.days_until_due === undefined ? { days_until_due: 30 } : {}
  if (pastDue !== 'today' || typeof due_date !== 'number' || due_date * 1000 > now.getTime())
    return {}
  return { due_date: null, days_until_due: 0 }
}

function withoutNulls(params: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null))
}
