import { transform } from '../../runner.ts'
import { flowCall } from './kind.ts'

/** Passes records on: the compiler has put the called flow's steps behind this one. */
export const runFlowCall = transform(flowCall, {
  run: async (_config, items) => items.map(({ record }) => ({ outcome: 'done', record })),
})
