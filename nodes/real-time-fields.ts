import { number, toggle } from './fields.ts'
import type { Listening } from './kind.ts'

/** Longest wait before what was told is taken, in seconds. */
const LONGEST_DELAY = 3600

/** The two fields of a source that can be told at once; `help` says by what. */
export function realTimeFields(help: string) {
  return {
    realTime: toggle('Also at once, by webhook', { help }),
    delaySeconds: number('Seconds to wait before', {
      initial: 0,
      min: 0,
      max: LONGEST_DELAY,
      when: { field: 'realTime', is: [true] },
      help: 'Lets changes made right after land first.',
    }),
  }
}

/** What a source with those fields listens for; null when it is not told at once. */
export function listening(
  config: { readonly [key: string]: unknown },
  types: readonly string[],
): Listening | null {
  if (config.realTime !== true || types.length === 0) return null
  const { delaySeconds } = config
  return { types, delaySeconds: typeof delaySeconds === 'number' ? delaySeconds : 0 }
}
