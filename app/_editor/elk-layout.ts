import type { ElkNode } from 'elkjs'
import Elk from 'elkjs/lib/elk-api.js'

/** Lays a graph out with ELK in a worker of its own, because a large one takes seconds. */
export async function elkLayout(graph: ElkNode): Promise<ElkNode> {
  const elk = new Elk({
    workerFactory: () =>
      new Worker(new URL('elkjs/lib/elk-worker.min.js', import.meta.url), { type: 'module' }),
  })
  try {
    return await elk.layout(graph)
  } finally {
    elk.terminateWorker()
  }
}
