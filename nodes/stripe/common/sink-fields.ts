import { expression, rows, text, type StoredConfig } from '../../fields.ts'
import { isJsonObject } from '../../json.ts'

/** Fields that sinks into Stripe share, so that they read alike in every form. */

/** Which invoice an action is for. */
export const INVOICE_ID = expression('Stripe invoice', {
  required: true,
  initial: '$key',
  help: 'Gives the id of the invoice, such as in_1Qx…',
})

/** Values to note in the object's metadata. */
export const METADATA_ROWS = rows(
  'Metadata',
  {
    key: text('Key', { required: true, placeholder: 'netsuite_void_date' }),
    value: expression('Value', {
      required: true,
      help: 'A text, number or true/false; null removes the key.',
    }),
  },
  { rowLabel: 'Entry', help: 'Noted on the object before anything else is done to it.' },
)

/** Where the record receives the id. */
export const INTO = text('Put the id at', {
  placeholder: 'stripe',
  help: 'The field of the record that receives { id } of the written object. Blank: nowhere.',
})

/** By which metadata an object of ours is known again. */
export function markFields(key: string) {
  return {
    markKey: text('Recognised by metadata', {
      required: true,
      initial: key,
      help: 'This key of the metadata tells which record the object stands for: it is written, and looked for before anything is created.',
    }),
    markValue: expression('Its value', {
      required: true,
      initial: '$key',
      help: 'What the object stands for, such as the NetSuite internal id. Records with the same value share one object.',
    }),
  }
}

/** What the object is the counterpart of in NetSuite. */
export function linkField(type: string) {
  return text('Counterpart in NetSuite', {
    initial: type,
    placeholder: type,
    help: 'The NetSuite type of the record that the mark names. Blank: the write makes no pair.',
  })
}

/** Keys that Stripe would refuse, among the rows of metadata and as the mark. */
export function metadataFaults(config: StoredConfig): { field: string; message: string }[] {
  const entries = Array.isArray(config.metadata) ? config.metadata : []
  const keys = entries.map((row) => ({
    field: 'metadata',
    key: isJsonObject(row) ? row.key : null,
  }))
  return [...keys, { field: 'markKey', key: config.markKey ?? null }].flatMap(({ field, key }) =>
    typeof key !== 'string' || key === '' || METADATA_KEY.test(key)
      ? []
      : [
          {
            field,
            message: `"${key}" is no metadata key: at most 40 characters, without [ and ].`,
          },
        ],
  )
}

/** https://docs.stripe.com/metadata: up to 40 characters, no square brackets. */
const METADATA_KEY = /^[^[\]]{1,40}$/
