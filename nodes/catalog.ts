import { canvasNote } from './canvas/note/kind.ts'
import { flowCall } from './flow/call/kind.ts'
import { flowEnd } from './flow/end/kind.ts'
import { flowStart } from './flow/start/kind.ts'
import { flowStop } from './flow/stop/kind.ts'
import { httpLookup } from './http/lookup/kind.ts'
import { httpSink } from './http/sink/kind.ts'
import { httpSource } from './http/source/kind.ts'
import type { Kind } from './kind.ts'
import { lookupLinks } from './lookup/links/kind.ts'
import { lookupTable } from './lookup/table/kind.ts'
import { netsuiteApplyCredit } from './netsuite/apply-credit/kind.ts'
import { netsuiteApplyPayment } from './netsuite/apply-payment/kind.ts'
import { netsuiteAttach } from './netsuite/attach/kind.ts'
import { netsuiteDelete } from './netsuite/delete/kind.ts'
import { netsuiteDeletedSource } from './netsuite/deleted-source/kind.ts'
import { netsuiteGet } from './netsuite/get/kind.ts'
import { netsuiteQueryLookup } from './netsuite/query-lookup/kind.ts'
import { netsuiteQuerySource } from './netsuite/query-source/kind.ts'
import { netsuiteRecordSource } from './netsuite/record-source/kind.ts'
import { netsuiteRefundCustomer } from './netsuite/refund-customer/kind.ts'
import { netsuiteSavedSearchSource } from './netsuite/saved-search-source/kind.ts'
import { netsuiteTransform } from './netsuite/transform/kind.ts'
import { netsuiteUpdate } from './netsuite/update/kind.ts'
import { netsuiteVoid } from './netsuite/void/kind.ts'
import { netsuiteLookup } from './netsuite/lookup/kind.ts'
import { netsuiteUpsert } from './netsuite/upsert/kind.ts'
import { stripeReportPayment } from './stripe/report-payment/kind.ts'
import { stripeAttachPayment } from './stripe/attach-payment/kind.ts'
import { stripeCreateCreditNote } from './stripe/create-credit-note/kind.ts'
import { stripeCreateInvoice } from './stripe/create-invoice/kind.ts'
import { stripeCreatePaymentLink } from './stripe/create-payment-link/kind.ts'
import { stripeCreateRefund } from './stripe/create-refund/kind.ts'
import { stripeEventSource } from './stripe/event-source/kind.ts'
import { stripeFinalizeInvoice } from './stripe/finalize-invoice/kind.ts'
import { stripeGet } from './stripe/get/kind.ts'
import { stripeInvoiceOfPayment } from './stripe/invoice-of-payment/kind.ts'
import { stripeInvoicePayments } from './stripe/invoice-payments/kind.ts'
import { stripeListSource } from './stripe/list-source/kind.ts'
import { stripeLookup } from './stripe/lookup/kind.ts'
import { stripeMarkUncollectible } from './stripe/mark-uncollectible/kind.ts'
import { stripePayInvoice } from './stripe/pay-invoice/kind.ts'
import { stripeSendInvoice } from './stripe/send-invoice/kind.ts'
import { stripeUpdateInvoice } from './stripe/update-invoice/kind.ts'
import { stripeUpsertCustomer } from './stripe/upsert-customer/kind.ts'
import { stripeVoidInvoice } from './stripe/void-invoice/kind.ts'
import { stripeWriteBack } from './stripe/write-back/kind.ts'
import { transformBranch } from './transform/branch/kind.ts'
import { transformFilter } from './transform/filter/kind.ts'
import { transformMap } from './transform/map/kind.ts'
import { transformNote } from './transform/note/kind.ts'
import { transformSplit } from './transform/split/kind.ts'

/** Every kind of node, in the order of the palette. A new kind adds one line here. */
export const KINDS: readonly Kind[] = [
  stripeEventSource,
  stripeListSource,
  netsuiteRecordSource,
  netsuiteQuerySource,
  netsuiteSavedSearchSource,
  netsuiteDeletedSource,
  httpSource,
  transformMap,
  transformFilter,
  transformBranch,
  transformSplit,
  transformNote,
  lookupTable,
  lookupLinks,
  stripeGet,
  stripeLookup,
  stripeInvoicePayments,
  stripeInvoiceOfPayment,
  stripeUpsertCustomer,
  stripeCreateInvoice,
  stripeUpdateInvoice,
  stripeFinalizeInvoice,
  stripeSendInvoice,
  stripePayInvoice,
  stripeVoidInvoice,
  stripeMarkUncollectible,
  stripeReportPayment,
  stripeAttachPayment,
  stripeCreateCreditNote,
  stripeCreateRefund,
  stripeCreatePaymentLink,
  stripeWriteBack,
  netsuiteGet,
  netsuiteLookup,
  netsuiteQueryLookup,
  netsuiteUpsert,
  netsuiteUpdate,
  netsuiteTransform,
  netsuiteApplyPayment,
  netsuiteApplyCredit,
  netsuiteRefundCustomer,
  netsuiteVoid,
  netsuiteDelete,
  netsuiteAttach,
  httpLookup,
  httpSink,
  flowStart,
  flowCall,
  flowEnd,
  flowStop,
  canvasNote,
]

const byId = new Map(KINDS.map((kind) => [kind.id, kind]))

/** The kind with this id; undefined for one we do not know. */
export function findKind(id: string): Kind | undefined {
  return byId.get(id)
}
