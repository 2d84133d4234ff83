import { choice, expression, text } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { SYSTEM_CHOICES } from '../../wait-for.ts'

export const lookupLinks = defineKind({
  id: 'lookup.links',
  version: 1,
  role: 'transform',
  family: 'Lookups',
  title: 'Find counterpart',
  description: 'Finds what Tributary has already made of a record in the other system.',
  fields: {
    sourceSystem: choice('Known in', SYSTEM_CHOICES),
    id: expression('Id there', {
      required: true,
      initial: '$key',
      help: 'Gives one id, or a list of ids: then the result is a table of id and counterpart.',
    }),
    targetSystem: choice('Counterpart in', SYSTEM_CHOICES, { initial: 'netsuite' }),
    targetType: text('Type of the counterpart', { required: true, placeholder: 'invoice' }),
    into: text('Put it at', {
      required: true,
      initial: 'booked',
      help: 'The field of the record that receives { system, type, id }, or null when there is none.',
    }),
    onMissing: choice('If there is none', [
      { value: 'continue', label: 'Go on without it' },
      { value: 'error', label: 'Report an error' },
      { value: 'wait', label: 'Wait until it has come' },
    ]),
  },
  summary: (config) => {
    const system = SYSTEM_CHOICES.find((one) => one.value === config.targetSystem)?.label ?? ''
    const type = typeof config.targetType === 'string' ? config.targetType : ''
    return `${system} ${type}`.trim()
  },
})
