import { runFlowCall } from './flow/call/run.ts'
import { runFlowEnd } from './flow/end/run.ts'
import { runFlowStart } from './flow/start/run.ts'
import { runHttpLookup } from './http/lookup/run.ts'
import { runHttpSink } from './http/sink/run.ts'
import { runHttpSource } from './http/source/run.ts'
import { runLookupLinks } from './lookup/links/run.ts'
import { PURE_RUNNERS } from './pure-runners.ts'
import type { Runner } from './runner.ts'
import { runNetsuiteApplyCredit } from './netsuite/apply-credit/run.ts'
import { runNetsuiteApplyPayment } from './netsuite/apply-payment/run.ts'
import { runNetsuiteAttach } from './netsuite/attach/run.ts'
import { runNetsuiteDelete } from './netsuite/delete/run.ts'
import { runNetsuiteDeletedSource } from './netsuite/deleted-source/run.ts'
import { runNetsuiteGet } from './netsuite/get/run.ts'
import { runNetsuiteQueryLookup } from './netsuite/query-lookup/run.ts'
import { runNetsuiteQuerySource } from './netsuite/query-source/run.ts'
import { runNetsuiteRecordSource } from './netsuite/record-source/run.ts'
import { runNetsuiteRefundCustomer } from './netsuite/refund-customer/run.ts'
import { runNetsuiteSavedSearchSource } from './netsuite/saved-search-source/run.ts'
import { runNetsuiteTransform } from './netsuite/transform/run.ts'
import { runNetsuiteUpdate } from './netsuite/update/run.ts'
import { runNetsuiteVoid } from './netsuite/void/run.ts'
import { runNetsuiteLookup } from './netsuite/lookup/run.ts'
import { runNetsuiteUpsert } from './netsuite/upsert/run.ts'
import { runStripeReportPayment } from './stripe/report-payment/run.ts'
import { runStripeAttachPayment } from './stripe/attach-payment/run.ts'
import { runStripeCreateCreditNote } from './stripe/create-credit-note/run.ts'
import { runStripeCreateInvoice } from './stripe/create-invoice/run.ts'
import { runStripeCreatePaymentLink } from './stripe/create-payment-link/run.ts'
import { runStripeCreateRefund } from './stripe/create-refund/run.ts'
import { runStripeEventSource } from './stripe/event-source/run.ts'
import { runStripeFinalizeInvoice } from './stripe/finalize-invoice/run.ts'
import { runStripeGet } from './stripe/get/run.ts'
import { runStripeInvoiceOfPayment } from './stripe/invoice-of-payment/run.ts'
import { runStripeInvoicePayments } from './stripe/invoice-payments/run.ts'
import { runStripeListSource } from './stripe/list-source/run.ts'
import { runStripeLookup } from './stripe/lookup/run.ts'
import { runStripeMarkUncollectible } from './stripe/mark-uncollectible/run.ts'
import { runStripePayInvoice } from './stripe/pay-invoice/run.ts'
import { runStripeSendInvoice } from './stripe/send-invoice/run.ts'
import { runStripeUpdateInvoice } from './stripe/update-invoice/run.ts'
import { runStripeUpsertCustomer } from './stripe/upsert-customer/run.ts'
import { runStripeVoidInvoice } from './stripe/void-invoice/run.ts'
import { runStripeWriteBack } from './stripe/write-back/run.ts'

/** What each kind does; server only. A new kind adds one line here. */
const RUNNERS: readonly Runner[] = [
  ...PURE_RUNNERS,
  runStripeEventSource,
  runStripeListSource,
  runNetsuiteRecordSource,
  runNetsuiteQuerySource,
  runNetsuiteSavedSearchSource,
  runNetsuiteDeletedSource,
  runHttpSource,
  runLookupLinks,
  runStripeGet,
  runStripeLookup,
  runStripeInvoicePayments,
  runStripeInvoiceOfPayment,
  runStripeUpsertCustomer,
  runStripeCreateInvoice,
  runStripeUpdateInvoice,
  runStripeFinalizeInvoice,
  runStripeSendInvoice,
  runStripePayInvoice,
  runStripeVoidInvoice,
  runStripeMarkUncollectible,
  runStripeReportPayment,
  runStripeAttachPayment,
  runStripeCreateCreditNote,
  runStripeCreateRefund,
  runStripeCreatePaymentLink,
  runStripeWriteBack,
  runNetsuiteGet,
  runNetsuiteLookup,
  runNetsuiteQueryLookup,
  runNetsuiteUpsert,
  runNetsuiteUpdate,
  runNetsuiteTransform,
  runNetsuiteApplyPayment,
  runNetsuiteApplyCredit,
  runNetsuiteRefundCustomer,
  runNetsuiteVoid,
  runNetsuiteDelete,
  runNetsuiteAttach,
  runHttpLookup,
  runHttpSink,
  runFlowStart,
  runFlowCall,
  runFlowEnd,
]

const byKind = new Map(RUNNERS.map((runner) => [runner.kind.id, runner]))

/** The runner of a kind; undefined for one we do not know. */
export function findRunner(kindId: string): Runner | undefined {
  return byKind.get(kindId)
}
