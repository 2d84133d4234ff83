import { parseArgs } from 'node:util'
import { measureDesigner, measurePreview, type CanvasFigures } from './designer.ts'
import { percentile, type Frames } from './frames.ts'
import { largeFlow } from './large-flow.ts'
import { openOffice } from './open-office.ts'

const USAGE = `npm run bench:canvas -- [options]

The designer in a real browser, with flows of several sizes: how long opening takes, how long frames
take while the view is moved, while one node and twenty nodes are dragged and while a field is typed
in, how many cards are drawn again per frame, and how long a mapping's result takes after a keystroke.
A frame cannot be shorter than the screen's: 16.7 ms. Run it on a machine that does nothing else.

  --nodes a,b,c     sizes of the flows (50,150,500)
  --no-preview      without the mapping preview
  --url URL         an instance that runs already, instead of one of its own
  --session FILE    the browser state of somebody who is signed in there
  --json            the figures as JSON`

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '50,150,500' },
    'no-preview': { type: 'boolean', default: false },
    url: { type: 'string' },
    session: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(USAGE)
else await main()

async function main(): Promise<void> {
  await using office = await openOffice(values.url, values.session)
  const canvas: CanvasFigures[] = []
  for (const nodes of values.nodes.split(',').map(Number)) {
    const flowId = await office.importFlow(largeFlow(nodes, 0))
    canvas.push(await measureDesigner(office.page, { flowId, nodes }))
  }
  const preview: { samples: number; p50: number; p95: number }[] = []
  for (const samples of values['no-preview'] ? [] : [1, 200]) {
    const flowId = await office.importFlow(largeFlow(50, samples))
    const taken = await measurePreview(office.page, flowId, samples > 1)
    preview.push({ samples, p50: percentile(taken, 0.5), p95: percentile(taken, 0.95) })
  }
  if (values.json) console.log(JSON.stringify({ canvas, preview }, null, 2))
  else print(canvas, preview)
}

function print(
  canvas: readonly CanvasFigures[],
  preview: readonly { samples: number; p50: number; p95: number }[],
): void {
  for (const { nodes, openedMs, ...gestures } of canvas) {
    console.log(`\n${nodes} nodes, open after ${openedMs.toFixed(0)} ms`)
    console.table(
      Object.fromEntries(Object.entries(gestures).map(([name, frames]) => [name, row(frames)])),
    )
  }
  for (const { samples, p50, p95 } of preview) {
    console.log(`Result of a mapping, ${samples} samples: p50 ${p50} ms, p95 ${p95} ms`)
  }
}

function row({ frames, p50, p95, cardsPerFrame, mostCards, mostNew }: Frames) {
  return {
    frames,
    'p50 ms': p50.toFixed(1),
    'p95 ms': p95.toFixed(1),
    'drawn again per frame': cardsPerFrame.toFixed(2),
    'at most': mostCards,
    'new at most': mostNew,
  }
}
