import { and, asc, eq, gt } from 'drizzle-orm'
import { z } from 'zod'
import { flowDrafts, flowEdits, users } from '#db/schema/index.ts'
import { NotFoundError, type Engine } from './engine.ts'
import { flowEditSchema, type FlowEdit } from './graph/edit.ts'
import { watch } from './live.ts'
import { peopleHere, type PersonHere } from './presence.ts'

/** What happened to a flow's draft since the last news of it. */
export interface DraftNews {
  /** The draft's present revision. */
  revision: number
  /** The saves that led there, oldest first; none when they are too many to be told one by one. */
  saves: DraftSave[]
  /** Everybody who has the flow open. */
  people: PersonHere[]
}

export interface DraftSave {
  revision: number
  edits: FlowEdit[]
  /** Null for changes that no person made. */
  name: string | null
  /** By which the tab that made it knows it. */
  saveId: string | null
}

/** Who has been away for longer loads the draft as it is. */
const MOST_SAVES = 50

/**
 * Follows a flow's draft from a revision on: who has it open, at once; then every save and everybody
 * who comes, goes or chooses another node. Ends when the signal aborts.
 */
export async function* watchDraft(
  engine: Engine,
  { flowId, since }: { flowId: string; since: number },
  signal?: AbortSignal,
): AsyncGenerator<DraftNews> {
  let told = since
  let people = ''
  const news = watch(engine, {
    channel: 'tributary_draft',
    concerns: (payload) => payload === flowId,
    read: () => draftNews(engine, flowId, told),
    isLast: () => false,
    signal,
  })
  for await (const one of news) {
    const here = JSON.stringify(one.people)
    if (one.revision === told && here === people) continue
    told = one.revision
    people = here
    yield one
  }
}

async function draftNews(engine: Engine, flowId: string, since: number): Promise<DraftNews> {
  const { db } = engine.database
  const [draft] = await db
    .select({ revision: flowDrafts.revision })
    .from(flowDrafts)
    .where(eq(flowDrafts.flowId, flowId))
  if (!draft) throw new NotFoundError(`There is no flow "${flowId}".`)
  const { revision } = draft
  const people = await peopleHere(engine, flowId)
  if (revision <= since || revision - since > MOST_SAVES) return { revision, saves: [], people }
  const rows = await db
    .select({
      revision: flowEdits.revision,
      edits: flowEdits.edits,
      saveId: flowEdits.saveId,
      name: users.name,
    })
    .from(flowEdits)
    .leftJoin(users, eq(users.id, flowEdits.userId))
    .where(and(eq(flowEdits.flowId, flowId), gt(flowEdits.revision, since)))
    .orderBy(asc(flowEdits.revision))
  const saves = rows.map((row) => ({ ...row, edits: z.array(flowEditSchema).parse(row.edits) }))
  return { revision: saves.at(-1)?.revision ?? revision, saves, people }
}
