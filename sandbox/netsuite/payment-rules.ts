import { missingValue, userError } from './errors.ts'
import { decimal, rounded, sum } from './money.ts'
import { applyCredit, requestedApplications } from './receivables.ts'
import { receivableAccount } from './sale-rules.ts'
import { checkPeriodOpen, completeHeader } from './transaction-rules.ts'
import type { Rule } from './write-context.ts'

/** Completes a customer payment: its amount, the invoices it settles, and what is left over. */
export const completePayment: Rule = async (payment, context) => {
  const { fields } = payment
  const { precision } = completeHeader(payment, context, 'customer')
  if (fields.payment === undefined) {
    const wanted = await requestedApplications(payment, context)
    if (wanted.length === 0) throw missingValue('Payment Amount', 'payment')
    fields.payment = sum(wanted.map(({ amount, due }) => amount ?? due)).toNumber()
  }
  fields.payment = rounded(decimal(fields.payment), precision)
  if (fields.payment < 0) throw userError('The payment amount cannot be negative.', 'payment')
  fields.total = fields.payment
  fields.undepFunds = fields.account === undefined
  fields.arAcct ??= receivableAccount(context)
  checkPeriodOpen(payment, context)
  fields.tranId ??= await context.sequences.number('customerPayment')
  fields.transactionNumber ??= `CUSTPYMT${payment.id}`
  const applied = await applyCredit(payment, context, decimal(fields.payment))
  fields.applied = applied.toNumber()
  fields.unapplied = decimal(fields.payment).minus(applied).toNumber()
  fields.status = fields.undepFunds ? 'Not Deposited' : 'Deposited'
  payment.name = `Payment #${String(fields.tranId)}`
}
