import type { Problem } from '#engine/graph/problem.ts'
import type { JsonObject } from '#nodes/json.ts'

/** A file that may be a flow, and everything that is wrong with it. */
export interface FlowFile {
  fileName: string
  document: unknown
  /** What the flow is called; blank for what is no flow. */
  name: string
  /** Why it is no flow, by JSON path: it cannot be stored. */
  faults: { path: string; message: string }[]
  /** What keeps the flow from being published: it can be stored, and mended in the designer. */
  problems: Problem[]
}

/** Reads and checks a flow's file; `settings` are those that the integration's flows share. */
export async function readFlowFile(file: File, settings: JsonObject): Promise<FlowFile> {
  const read: FlowFile = {
    ...{ fileName: file.name, document: null, name: '', faults: [], problems: [] },
  }
  const document = parseJson(await file.text())
  if (document instanceof Error) {
    return { ...read, faults: [{ path: '', message: document.message }] }
  }
  // The compiler is much to load for a page that hardly ever needs it.
  const [{ FlowDocumentError, parseFlowDocument }, { compile }] = await Promise.all([
    import('#engine/graph/schema.ts'),
    import('#engine/compile/compile.ts'),
  ])
  try {
    const flow = parseFlowDocument(document)
    return { ...read, document, name: flow.name, problems: compile(flow, { settings }).problems }
  } catch (error) {
    if (!(error instanceof FlowDocumentError)) throw error
    return { ...read, document, faults: error.faults }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return new Error(`This is not JSON: ${why}`)
  }
}
