import { runFlowCall } from './flow/call/run.ts'
import { runFlowEnd } from './flow/end/run.ts'
import { runFlowStart } from './flow/start/run.ts'
import { runHttpSink } from './http/sink/run.ts'
import { runHttpSource } from './http/source/run.ts'
import { runLookupLinks } from './lookup/links/run.ts'
import { runLookupTable } from './lookup/table/run.ts'
import type { Runner } from './runner.ts'
import { runNetsuiteLookup } from './netsuite/lookup/run.ts'
import { runNetsuiteUpsert } from './netsuite/upsert/run.ts'
import { runStripeEventSource } from './stripe/event-source/run.ts'
import { runStripeGet } from './stripe/get/run.ts'
import { runStripeListSource } from './stripe/list-source/run.ts'
import { runStripeLookup } from './stripe/lookup/run.ts'
import { runStripeWriteBack } from './stripe/write-back/run.ts'
import { runTransformBranch } from './transform/branch/run.ts'
import { runTransformFilter } from './transform/filter/run.ts'
import { runTransformMap } from './transform/map/run.ts'
import { runTransformSplit } from './transform/split/run.ts'

/** What each kind does; server only. A new kind adds one line here. */
const RUNNERS: readonly Runner[] = [
  runStripeEventSource,
  runStripeListSource,
  runHttpSource,
  runTransformMap,
  runTransformFilter,
  runTransformBranch,
  runTransformSplit,
  runLookupTable,
  runLookupLinks,
  runStripeGet,
  runStripeLookup,
  runStripeWriteBack,
  runNetsuiteLookup,
  runNetsuiteUpsert,
  runHttpSink,
  runFlowStart,
  runFlowCall,
  runFlowEnd,
]

const byKind = new Map(RUNNERS.map((runner) => [runner.kind.id, runner]))

/** The runner of a kind; undefined for one we do not know. */
export function findRunner(kindId: string): Runner | undefined {
  return byKind.get(kindId)
}
