import { isDeepStrictEqual } from 'node:util'
import { eq } from 'drizzle-orm'
import { flowDrafts } from '#db/schema/index.ts'
import type { Json } from '#nodes/json.ts'
import { NotFoundError, type Engine } from './engine.ts'
import { EditError } from './graph/edit.ts'
import { FlowDocumentError, parseFlowDocument, type FlowDocument } from './graph/schema.ts'
import { readWanted, replaceUses } from './mapping/find-uses.ts'
import { splice } from './mapping/splice.ts'
import { saveEdits } from './save-edits.ts'
import { flowTexts, type FlowText, slotEdit, slotValue, withText } from './search/flow-texts.ts'
import { matchesIn, type FlowQuery } from './search-flows.ts'

/** Replaces what a search finds. */
export interface Replacement extends FlowQuery {
  to: string
  /** Flows to change; the others stay as they are. */
  flowIds: readonly string[]
  userId?: string | null
}

/** One field that was changed: what it was, and what it is now. */
export interface ReplacedField {
  flowId: string
  node: string | null
  field: string
  before: Json
  after: Json
}

/** What was done. A flow is changed as a whole or not at all; `failed` says why not. */
export interface Replaced {
  /** Places that were replaced. */
  count: number
  fields: ReplacedField[]
  /**
   * Places that are used without being written, or whose filters leave no room for the new path; of a
   * text, those in choices, ids and paths.
   */
  left: number
  failed: { flowId: string; message: string }[]
}

/** Somebody may be editing: so often a flow is read again and tried again. */
const TRIES = 5

/**
 * Replaces a field, setting, function or text in the drafts of the given flows; a text only in words
 * and expressions, for a choice, an id or a path would mean something else. Every flow gets its
 * changes as one save, which its history shows and an open designer takes over. Throws EditError
 * when `to` cannot stand where `find` stands.
 */
export async function replaceInFlows(engine: Engine, wanted: Replacement): Promise<Replaced> {
  checkReplacement(wanted)
  const done: Replaced = { count: 0, fields: [], left: 0, failed: [] }
  for (const flowId of new Set(wanted.flowIds)) {
    const changed = await changeFlow(engine, flowId, {
      userId: wanted.userId ?? null,
      change: (document) => replaced(document, flowId, wanted),
    })
    if ('message' in changed) {
      done.failed.push({ flowId, message: changed.message })
      continue
    }
    done.count += changed.count
    done.left += changed.left
    done.fields.push(...changed.fields)
  }
  return done
}

/** What was put back; fields that somebody has changed since stay as they are. */
export interface UndoneReplace {
  undone: number
  kept: number
  failed: { flowId: string; message: string }[]
}

/** Takes a replacement back, where nobody has changed the field since. */
export async function undoReplace(
  engine: Engine,
  undo: { fields: readonly ReplacedField[]; userId?: string | null },
): Promise<UndoneReplace> {
  const done: UndoneReplace = { undone: 0, kept: 0, failed: [] }
  for (const flowId of new Set(undo.fields.map((field) => field.flowId))) {
    const own = undo.fields.filter((field) => field.flowId === flowId)
    const changed = await changeFlow(engine, flowId, {
      userId: undo.userId ?? null,
      change: (document) => {
        const fields = own
          .filter((field) => isDeepStrictEqual(slotValue(document, field), field.after))
          .map((field) => ({ ...field, before: field.after, after: field.before }))
        return { count: fields.length, left: own.length - fields.length, fields }
      },
    })
    if ('message' in changed) {
      done.failed.push({ flowId, message: changed.message })
      continue
    }
    done.undone += changed.count
    done.kept += changed.left
  }
  return done
}

/** The fields of one flow with their new values. */
type Change = Omit<Replaced, 'failed'>

/** Saves a change that is made of the draft as it is; again when somebody saved in between. */
async function changeFlow(
  engine: Engine,
  flowId: string,
  { change, userId }: { change: (document: FlowDocument) => Change; userId: string | null },
): Promise<Change | { message: string }> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const [draft] = await engine.database.db
      .select()
      .from(flowDrafts)
      .where(eq(flowDrafts.flowId, flowId))
    if (!draft) return { message: `There is no flow "${flowId}" any more.` }
    const made = change(parseFlowDocument(draft.document))
    if (made.fields.length === 0) return made
    const edits = made.fields.map((field) => slotEdit(field, field.after))
    try {
      const baseRevision = draft.revision
      const saved = await saveEdits(engine, { flowId, baseRevision, edits, userId })
      if (saved.ok) return made
    } catch (thrown) {
      const ours =
        thrown instanceof EditError ||
        thrown instanceof FlowDocumentError ||
        thrown instanceof NotFoundError
      if (ours) return { message: thrown.message }
      throw thrown
    }
  }
  return { message: 'Somebody is changing this flow right now. Try again in a moment.' }
}

function replaced(document: FlowDocument, flowId: string, wanted: Replacement): Change {
  const fields = new Map<string, ReplacedField>()
  let count = 0
  let left = 0
  for (const text of flowTexts(document)) {
    const made = replacedText(text, wanted)
    left += made.left
    if (made.replaced === 0) continue
    count += made.replaced
    const { node, field, within } = text.slot
    const key = `${node ?? ''} ${field}`
    const before = fields.get(key)?.before ?? slotValue(document, text.slot) ?? null
    const after = withText(fields.get(key)?.after ?? before, within, made.text)
    fields.set(key, { flowId, node, field, before, after })
  }
  return { count, left, fields: [...fields.values()] }
}

function replacedText(
  text: FlowText,
  wanted: Replacement,
): { text: string; replaced: number; left: number } {
  const from = wanted.by === 'field' ? readWanted(wanted.find.trim()) : null
  const to = wanted.by === 'field' ? readWanted(wanted.to.trim()) : null
  const matches = matchesIn(text, wanted)
  if (matches.length === 0) return { text: text.text, replaced: 0, left: 0 }
  if (wanted.by === 'text' && !text.isWritten) {
    return { text: text.text, replaced: 0, left: matches.length }
  }
  if (from && to && (text.isExpression || from.kind === 'path')) {
    return replaceUses(text.text, from, to)
  }
  const instead = to?.kind === 'setting' ? JSON.stringify(to.key) : wanted.to
  const splices = matches.map(({ start, end }) => ({ start, end, text: instead }))
  return { text: splice(text.text, splices), replaced: matches.length, left: 0 }
}

function checkReplacement({ by, find, to }: Replacement): void {
  if (find.trim() === '') throw new EditError('Say what is to be found.')
  if (by === 'text') return
  const from = readWanted(find.trim())
  if (!from) throw new EditError(`“${find}” is not a field such as customer.email.`)
  const instead = readWanted(to.trim())
  if (instead?.kind === from.kind) return
  const example = {
    path: 'a field such as customer.email',
    setting: '$setting("…")',
    variable: 'a name such as $toMajor',
  }
  throw new EditError(`Replace it with ${example[from.kind]}.`)
}
