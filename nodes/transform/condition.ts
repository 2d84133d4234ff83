import { NodeError } from '../errors.ts'
import type { Evaluate } from '../fields.ts'
import type { Item } from '../runner.ts'

/**
 * Evaluates a condition on a record. Anything but true or false is a `value` error: a text such as
 * "no", or a field that is not there, must not decide by accident.
 */
export async function holds(condition: Evaluate, item: Item): Promise<boolean> {
  const value = await condition(item)
  if (typeof value === 'boolean') return value
  const given = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60)
  throw new NodeError({
    class: 'value',
    code: 'no-boolean',
    message: `The condition gives ${given} instead of true or false. Compare with =, or use $exists(…) for a field that may be missing.`,
  })
}
