import { source } from '../../runner.ts'
import { flowStart } from './kind.ts'

/** Reads nothing by itself: its records come from the flows that call. */
export const runFlowStart = source(flowStart, {
  read: async () => ({ records: [], next: null }),
})
