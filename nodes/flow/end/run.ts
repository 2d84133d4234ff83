import { transform } from '../../runner.ts'
import { flowEnd } from './kind.ts'

/** Passes records on, to the node behind the call. */
export const runFlowEnd = transform(flowEnd, {
  run: async (_config, items) => items.map(({ record }) => ({ outcome: 'done', record })),
})
