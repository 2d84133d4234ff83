import { storable } from '#db/text.ts'
import type { ToldEvent } from '#nodes/runner.ts'

/** What the inbox keeps of an event beside its id and type. */
type Hint = Pick<ToldEvent, 'object' | 'objectId' | 'created' | 'references'>

/**
 * Packs what an event is about into one text, the object's id first:
 * `inpay_1 object=invoice_payment&created=1790000000&invoice=in_1`.
 */
export function packHint({ object, objectId, created, references }: Hint): string {
  const more = new URLSearchParams()
  if (object !== '') more.set('object', object)
  if (created !== null) more.set('created', String(created))
  for (const [type, id] of Object.entries(references)) more.set(`${REFERENCE}${type}`, id)
  return storable([objectId, more.toString()].filter(Boolean).join(' '))
}

export function unpackHint(packed: string): Hint {
  const [first = '', second] = packed.split(' ')
  // Of an object without an id only the rest is there.
  const [objectId, rest] =
    second === undefined && first.includes('=') ? ['', first] : [first, second]
  const more = new URLSearchParams(rest)
  const created = more.get('created')
  const references = [...more].filter(([name]) => name.startsWith(REFERENCE))
  return {
    objectId,
    object: more.get('object') ?? '',
    created: created === null ? null : Number(created),
    references: Object.fromEntries(
      references.map(([name, id]) => [name.slice(REFERENCE.length), id]),
    ),
  }
}

const REFERENCE = 'of.'
