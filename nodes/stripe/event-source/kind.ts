import { choice, number, tags, toggle } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { listening, realTimeFields } from '../../real-time-fields.ts'
import { STRIPE_OBJECTS, objectChoices, stripeWord } from '../objects.ts'
import { readPermissions } from '../permissions.ts'

/** Longest back-fill that can be asked for, in days. */
const LONGEST_BACKFILL = 3650

export const stripeEventSource = defineKind({
  id: 'stripe.event-source',
  version: 1,
  role: 'source',
  family: 'Sources',
  system: 'stripe',
  title: 'Stripe changes',
  description: 'Finds what was created or changed in Stripe since the last run.',
  fields: {
    object: choice(
      'Object',
      objectChoices((one) => one.events.length > 0),
      { required: true, help: 'What each record stands for.' },
    ),
    events: tags(
      'Events',
      STRIPE_OBJECTS.flatMap((one) => one.events),
      {
        required: true,
        initial: ['invoice.finalized'],
        help: 'Which happenings in Stripe bring a record into the flow. At most 20.',
      },
    ),
    ...realTimeFields(
      'Stripe calls when one of the events happens; the schedule finds what did not get through.',
    ),
    backfill: toggle('Read older objects', {
      initial: true,
      help: 'Stripe keeps events for 30 days. For earlier dates, list the objects themselves.',
    }),
    backfillDays: number('Days to look back on the first run', {
      initial: 365,
      min: 1,
      max: LONGEST_BACKFILL,
      when: { field: 'backfill', is: [true] },
      help: 'Counted by the date on which the object was created.',
    }),
  },
  permissions: (config) => [
    { system: 'stripe', name: 'Events', access: 'read' },
    ...readPermissions(config.object),
  ],
  summary: (config) => {
    const events = Array.isArray(config.events) ? config.events : []
    return `${stripeWord(config.object)}: ${events.join(', ') || 'no events chosen'}`
  },
  listens: (config) =>
    listening(config, Array.isArray(config.events) ? config.events.map(String) : []),
  check: (config) => {
    const events = Array.isArray(config.events) ? config.events : []
    return events.length > 20
      ? [{ field: 'events', message: 'Stripe takes at most 20 kinds of event at a time.' }]
      : []
  },
})
