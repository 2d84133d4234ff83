import { asc, eq } from 'drizzle-orm'
import { flowDrafts, flows } from '#db/schema/index.ts'
import type { Engine } from './engine.ts'
import { parseFlowDocument, type FlowDocument } from './graph/schema.ts'
import { findUses, readWanted, type Use } from './mapping/find-uses.ts'
import { flowTexts, type FlowText, type Slot } from './search/flow-texts.ts'

/** What to look for: a field, setting or function by the syntax of expressions, or any text. */
export interface FlowQuery {
  by: 'field' | 'text'
  find: string
}

/** One place that was found. */
export interface FoundPlace {
  slot: Slot
  /** The node's name; null for the flow itself. */
  nodeName: string | null
  /** The field as it is called on screen. */
  label: string
  isExpression: boolean
  /** False for a choice, an id or a path: a text in it is found and not replaced. */
  isWritten: boolean
  /** Position in the whole text. */
  start: number
  end: number
  /** The line of the text where it begins. */
  line: { number: number; text: string }
  /** The place in that line; nothing where it is used without being written there. */
  use: Use
}

/** The places found in one flow's draft. */
export interface FlowPlaces {
  flowId: string
  flowName: string
  revision: number
  places: FoundPlace[]
}

/** What a search gives: `readable` is false when the wanted field cannot be read as one. */
export interface FlowSearch {
  readable: boolean
  flows: FlowPlaces[]
  /** True when there are more places than are told. */
  more: boolean
}

const MOST_PLACES = 500

/**
 * Searches the drafts of all flows. By `field` it finds where a path such as `customer.email`, a
 * `$setting("…")` or a function is used, by the syntax of the expressions; by `text` it finds any
 * text in names, notes and fields, whatever its case.
 */
export async function searchFlows(engine: Engine, query: FlowQuery): Promise<FlowSearch> {
  const find = query.find.trim()
  const readable = query.by === 'text' ? find !== '' : readWanted(find) !== null
  if (!readable) return { readable, flows: [], more: false }
  const drafts = await loadDrafts(engine)
  const found = drafts
    .map(({ document, ...draft }) => ({ ...draft, places: placesIn(document, query) }))
    .filter(({ places }) => places.length > 0)
  let left = MOST_PLACES
  const shown = found.flatMap((flow) => {
    const places = flow.places.slice(0, left)
    left -= places.length
    return places.length > 0 ? [{ ...flow, places }] : []
  })
  const count = found.reduce((sum, { places }) => sum + places.length, 0)
  return { readable, flows: shown, more: count > MOST_PLACES }
}

/** Where the matches of a query stand in one text. */
export function matchesIn(text: FlowText, query: FlowQuery): Use[] {
  const find = query.find.trim()
  if (query.by === 'text') return textMatches(text.text, find)
  const wanted = readWanted(find)
  if (!wanted) return []
  if (text.isExpression) return findUses(text.text, wanted)
  // Plain fields read settings too; what is put into a field of the record is named by its path.
  if (wanted.kind === 'setting') return settingMatches(text.text, wanted.key)
  const names = wanted.kind === 'path' && text.slot.field === 'config.into'
  return names ? findUses(text.text, wanted).filter(({ indirect }) => !indirect) : []
}

interface Draft {
  flowId: string
  flowName: string
  revision: number
  document: FlowDocument
}

async function loadDrafts(engine: Engine): Promise<Draft[]> {
  const rows = await engine.database.db
    .select({ flowId: flows.id, flowName: flows.name, draft: flowDrafts })
    .from(flowDrafts)
    .innerJoin(flows, eq(flows.id, flowDrafts.flowId))
    .orderBy(asc(flows.name), asc(flows.id))
  return rows.map(({ flowId, flowName, draft }) => ({
    ...{ flowId, flowName, revision: draft.revision },
    document: parseFlowDocument(draft.document),
  }))
}

function placesIn(document: FlowDocument, query: FlowQuery): FoundPlace[] {
  const names = new Map(document.nodes.map(({ id, name }) => [id, name]))
  return flowTexts(document).flatMap((text) =>
    matchesIn(text, query).map((use) => ({
      ...{ slot: text.slot, label: text.label },
      ...{ isExpression: text.isExpression, isWritten: text.isWritten },
      ...{ start: use.start, end: use.end, ...lineOf(text.text, use) },
      nodeName: text.slot.node === null ? null : (names.get(text.slot.node) ?? text.slot.node),
    })),
  )
}

function textMatches(text: string, find: string): Use[] {
  const pattern = new RegExp(find.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu')
  return [...text.matchAll(pattern)].map((match) => plainUse(match.index, match[0].length))
}

function settingMatches(text: string, key: string): Use[] {
  return [...text.matchAll(/\$setting\(\s*(["'])([A-Za-z][A-Za-z0-9_]*)\1\s*\)/g)].flatMap((use) =>
    use[2] === key ? [plainUse(use.index + use[0].indexOf(key) - 1, key.length + 2, true)] : [],
  )
}

function plainUse(start: number, length: number, quoted = false): Use {
  const end = start + length
  return { start, end, parts: [{ start, end, quoted }], indirect: false }
}

/** The line where a use begins, without its indentation, and the use as it lies in it. */
function lineOf(text: string, use: Use): Pick<FoundPlace, 'line' | 'use'> {
  const from = text.lastIndexOf('\n', use.start - 1) + 1
  const next = text.indexOf('\n', use.start)
  const whole = text.slice(from, next < 0 ? text.length : next)
  const shift = from + whole.length - whole.trimStart().length
  const shown = whole.trim()
  const within = (at: number) => Math.max(0, Math.min(at - shift, shown.length))
  return {
    line: { number: text.slice(0, from).split('\n').length, text: shown },
    use: {
      ...{ start: within(use.start), end: within(use.end), indirect: use.indirect },
      parts: use.parts
        .map(({ start, end, quoted }) => ({ start: within(start), end: within(end), quoted }))
        .filter(({ start, end }) => start < end),
    },
  }
}
