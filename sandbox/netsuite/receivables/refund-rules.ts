import { applyTo } from './applications.ts'
import { missingValue, userError } from '../errors.ts'
import { checkPeriodOpen } from './period-rules.ts'
import { receivableAccount } from './sale-rules.ts'
import { completeHeader } from './transaction-rules.ts'
import type { Rule } from '../records/write-context.ts'

/**
 * Completes a customer refund, which gives back the credit memos and overpayments it is applied to:
 * its total is what its `apply` lines say
 * (https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/article_0830082954.html).
 * NetSuite's schema knows no status of a refund but Rejected and Voided, so others have none.
 */
export const completeRefund: Rule = async (refund, context) => {
  const { fields } = refund
  completeHeader(refund, context, 'customer')
  if (!fields.paymentOption) throw missingValue('Refund Method', 'paymentOption')
  const method = context.setup.byId('paymentMethod', String(fields.paymentOption))
  fields.account ??= method?.fields.account ?? missingAccount()
  fields.arAcct ??= receivableAccount(context)
  // There are no customer deposits here, so there is none to refund.
  if ((context.sent.sublists.deposit ?? []).length > 0) {
    throw userError('There are no customer deposits to refund.', 'deposit')
  }
  refund.sublists.deposit = []
  const total = await applyTo(refund, context, null)
  if (total.eq(0)) {
    throw userError('You must enter at least one line item for this transaction.', 'apply')
  }
  fields.total = total.toNumber()
  checkPeriodOpen(refund, context)
  fields.tranId ??= await context.sequences.number('customerRefund')
  fields.transactionNumber ??= `CUSTRFND${refund.id}`
  refund.name = `Customer Refund #${String(fields.tranId)}`
}

function missingAccount(): never {
  throw missingValue('Account', 'account')
}
