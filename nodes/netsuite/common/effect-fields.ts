import { choice, expression, text } from '../../fields.ts'

/** Which record of the other system the written one is the counterpart of. */
export const LINK_FIELDS = {
  linkSystem: choice(
    'Counterpart in',
    [
      { value: 'stripe', label: 'Stripe' },
      { value: 'netsuite', label: 'NetSuite' },
    ],
    { help: 'The system that the written record has its counterpart in.' },
  ),
  linkType: text('Counterpart type', {
    placeholder: 'invoice',
    help: 'What the counterpart is there. Blank: the write makes no pair.',
  }),
  linkId: expression('Counterpart id', {
    initial: '$key',
    help: 'Gives the id, or { "type": …, "id": … } where the type differs from record to record.',
  }),
}

/** Fields of every node that creates a NetSuite record: what it stands for, and where its id goes. */
export const EFFECT_FIELDS = {
  into: text('Put the id at', {
    placeholder: 'netsuite',
    help: 'The field of the record that receives { id } of the written record. Blank: nowhere.',
  }),
  identity: expression('Written once per', {
    initial: '$key',
    help: 'Records that give the same value here share one write.',
  }),
  ...LINK_FIELDS,
}

/** The external id, which keeps a record from being created twice. */
export const EXTERNAL_ID_FIELD = expression('External id', {
  required: true,
  initial: '$key',
  help: 'Makes the record unmistakable, so that it is never created twice. Letters, digits, _ and - only.',
})
