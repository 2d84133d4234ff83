import postgres from 'postgres'
import { z } from 'zod'
import { startPostgres } from '../bin/postgres.ts'
import type { Instance } from './instance.ts'

const documentSchema = z.looseObject({
  template: z.looseObject({ version: z.number() }),
  nodes: z.array(z.looseObject({ id: z.string(), name: z.string() })),
})

/**
 * Makes a flow one of a template's version before: as if it had been installed then, when a step had
 * another name, and as if somebody had named that step anew since.
 */
export async function makeOlder(instance: Instance, flowId: string, nodeId: string): Promise<void> {
  const cluster = await startPostgres({ home: instance.home })
  const sql = postgres(cluster.url, { max: 1 })
  const older = (document: unknown, name: string) => {
    const { nodes, template, ...rest } = documentSchema.parse(document)
    return {
      ...rest,
      template: { ...template, version: template.version - 1 },
      nodes: nodes.map((node) => (node.id === nodeId ? { ...node, name } : node)),
    }
  }
  try {
    const [draft] = await sql`select document from flow_drafts where flow_id = ${flowId}`
    const base = older(draft?.document, 'As it was called before')
    const mine = older(draft?.document, 'As we call it')
    const edits = [{ type: 'restore', document: base }]
    await sql`insert into flow_edits (flow_id, revision, edits)
      values (${flowId}, 1, ${sql.json(json(edits))})
      on conflict (flow_id, revision) do update set edits = excluded.edits`
    await sql`update flow_drafts set document = ${sql.json(json(mine))} where flow_id = ${flowId}`
  } finally {
    await sql.end()
    await cluster.release()
  }
}

function json(value: unknown) {
  return z.json().parse(value)
}
