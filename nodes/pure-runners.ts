import { runFlowStop } from './flow/stop/run.ts'
import { runLookupTable } from './lookup/table/run.ts'
import type { TransformRunner } from './runner.ts'
import { runTransformBranch } from './transform/branch/run.ts'
import { runTransformFilter } from './transform/filter/run.ts'
import { runTransformMap } from './transform/map/run.ts'
import { runTransformNote } from './transform/note/run.ts'
import { runTransformSplit } from './transform/split/run.ts'

/**
 * The kinds whose result follows from the record, the config and the settings alone: what they do can
 * be tried without any connection, in a browser too.
 */
export const PURE_RUNNERS: readonly TransformRunner[] = [
  runTransformMap,
  runTransformFilter,
  runTransformBranch,
  runTransformSplit,
  runTransformNote,
  runLookupTable,
  runFlowStop,
]

const byKind = new Map(PURE_RUNNERS.map((runner) => [runner.kind.id, runner]))

/** The runner of a pure kind; undefined for a kind that needs more than the record. */
export function findPureRunner(kindId: string): TransformRunner | undefined {
  return byKind.get(kindId)
}
