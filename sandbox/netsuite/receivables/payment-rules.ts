import { Big } from 'big.js'
import { applyTo, requestedApplications } from './applications.ts'
import { missingValue, userError } from '../errors.ts'
import { decimal, rounded, sum } from './money.ts'
import { checkPeriodOpen } from './period-rules.ts'
import { settleCredit, settledAmount } from './receivables.ts'
import { receivableAccount } from './sale-rules.ts'
import { completeHeader } from './transaction-rules.ts'
import type { Rule } from '../records/write-context.ts'

/** Completes a customer payment: its amount, the invoices it settles, and what is left over. */
export const completePayment: Rule = async (payment, context) => {
  const { fields } = payment
  const { existing, sent } = context
  const { precision } = completeHeader(payment, context, 'customer')
  if (fields.payment === undefined) {
    const wanted = await requestedApplications(payment, context)
    if (wanted.length === 0) throw missingValue('Payment Amount', 'payment')
    fields.payment = sum(wanted.map(({ amount, due }) => amount ?? due)).toNumber()
  }
  fields.payment = rounded(decimal(fields.payment), precision)
  if (fields.payment < 0) throw userError('The payment amount cannot be negative.', 'payment')
  fields.total = fields.payment
  // Money lies either on an account or among the undeposited funds.
  if (sent.fields.undepFunds === true) delete fields.account
  fields.undepFunds = fields.account === undefined
  fields.arAcct ??= receivableAccount(context)
  checkPeriodOpen(payment, context)
  fields.tranId ??= await context.sequences.number('customerPayment')
  fields.transactionNumber ??= `CUSTPYMT${payment.id}`
  const refunded = existing ? await settledAmount(context.tx, payment.id) : new Big(0)
  const applied = await applyTo(payment, context, decimal(fields.payment).minus(refunded))
  settleCredit(payment, applied.plus(refunded))
  fields.pending = 0
  fields.status = fields.undepFunds ? 'Not Deposited' : 'Deposited'
  payment.name = `Payment #${String(fields.tranId)}`
}
