import type { WaitFor } from './errors.ts'
import {
  choice,
  expression,
  type ChoiceField,
  type Evaluate,
  type ExpressionField,
} from './fields.ts'
import type { Json } from './json.ts'
import type { System } from './kind.ts'
import type { Item } from './runner.ts'

/** Both systems, as the choice of a field. */
export const SYSTEM_CHOICES = [
  { value: 'stripe', label: 'Stripe' },
  { value: 'netsuite', label: 'NetSuite' },
] as const

/** The fields that say which record has to be linked first; shown as `when` says. */
export function waitFields(
  when: { field: string; is: readonly Json[] },
  options: { required: boolean },
): { waitForSystem: ChoiceField; waitForId: ExpressionField } {
  return {
    waitForSystem: choice('Waits for a record of', SYSTEM_CHOICES, { when }),
    waitForId: expression('Id of that record', {
      ...options,
      when,
      placeholder: 'invoice',
      help: 'When that record has its counterpart in the other system, this one goes on by itself.',
    }),
  }
}

/** The ids that the fields give for a record; several where the expression gives a list. */
export async function waitIds(config: { waitForId: Evaluate }, item: Item): Promise<string[]> {
  const value = await config.waitForId(item)
  return (Array.isArray(value) ? value : [value]).flatMap((one) => {
    if (typeof one === 'string' && one !== '') return [one]
    return typeof one === 'number' ? [String(one)] : []
  })
}

/** A stored choice as the system it names. */
export function systemOf(value: string): System {
  return value === 'netsuite' ? 'netsuite' : 'stripe'
}

/** What a record says that waits for another, such as "Waits for Stripe in_1 to …". */
export function waitSentence({ system, id }: WaitFor, arrival: string): string {
  return `Waits for ${systemWord(system)} ${id} to ${arrival}. It goes on by itself when that has happened.`
}

/** The system as people call it. */
export function systemWord(system: System): string {
  return system === 'netsuite' ? 'NetSuite' : 'Stripe'
}
