import type { ChoiceField, TextField } from './fields.ts'
import { choice, text } from './fields.ts'

/**
 * What every look-up asks: where the find goes, and what happens when there is none; `mayWait` where
 * the record can also wait for it.
 */
export function foundFields(
  example: string,
  options: { mayWait?: boolean } = {},
): {
  into: TextField
  onNone: ChoiceField
  missingMessage: TextField
} {
  return {
    into: text('Put it at', {
      required: true,
      initial: 'found',
      help: 'The field of the record that receives what was found.',
    }),
    onNone: choice('If there is none', [
      { value: 'continue', label: 'Go on without it' },
      { value: 'error', label: 'Report an error' },
      ...(options.mayWait ? [{ value: 'wait', label: 'Wait until it has come' }] : []),
    ]),
    missingMessage: text('Message', {
      when: { field: 'onNone', is: ['error'] },
      placeholder: example,
      help: 'What the person who reads the error should do.',
    }),
  }
}
