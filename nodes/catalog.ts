import { flowCall } from './flow/call/kind.ts'
import { flowEnd } from './flow/end/kind.ts'
import { flowStart } from './flow/start/kind.ts'
import { httpSink } from './http/sink/kind.ts'
import { httpSource } from './http/source/kind.ts'
import type { Kind } from './kind.ts'
import { lookupLinks } from './lookup/links/kind.ts'
import { lookupTable } from './lookup/table/kind.ts'
import { netsuiteLookup } from './netsuite/lookup/kind.ts'
import { netsuiteUpsert } from './netsuite/upsert/kind.ts'
import { stripeEventSource } from './stripe/event-source/kind.ts'
import { stripeGet } from './stripe/get/kind.ts'
import { stripeListSource } from './stripe/list-source/kind.ts'
import { stripeLookup } from './stripe/lookup/kind.ts'
import { stripeWriteBack } from './stripe/write-back/kind.ts'
import { transformBranch } from './transform/branch/kind.ts'
import { transformFilter } from './transform/filter/kind.ts'
import { transformMap } from './transform/map/kind.ts'
import { transformSplit } from './transform/split/kind.ts'

/** Every kind of node, in the order of the palette. A new kind adds one line here. */
export const KINDS: readonly Kind[] = [
  stripeEventSource,
  stripeListSource,
  httpSource,
  transformMap,
  transformFilter,
  transformBranch,
  transformSplit,
  lookupTable,
  lookupLinks,
  stripeGet,
  stripeLookup,
  stripeWriteBack,
  netsuiteLookup,
  netsuiteUpsert,
  httpSink,
  flowStart,
  flowCall,
  flowEnd,
]

const byId = new Map(KINDS.map((kind) => [kind.id, kind]))

/** The kind with this id; undefined for one we do not know. */
export function findKind(id: string): Kind | undefined {
  return byId.get(id)
}
