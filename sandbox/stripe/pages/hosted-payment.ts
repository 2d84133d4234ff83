import { changeAccount, type StripeAccount } from '../store/change.ts'
import { StripeError } from '../protocol/errors.ts'
import type { FormTrouble } from './hosted-form.ts'
import type { Work } from '../store/work.ts'

/**
 * Carries out a payment that somebody made on a hosted page. What was refused, by the bank (given
 * back) or by the state of things (thrown), comes back as words for the page.
 */
export async function takePayment<Result extends object>(
  account: StripeAccount,
  pay: (work: Work) => Promise<Result | StripeError>,
): Promise<{ paid: Result } | { trouble: FormTrouble }> {
  try {
    const result = await changeAccount(account, {}, pay)
    return result instanceof StripeError ? refused(result) : { paid: result }
  } catch (error) {
    if (error instanceof StripeError) return refused(error)
    throw error
  }
}

function refused(error: StripeError): { trouble: FormTrouble } {
  return { trouble: { field: null, message: error.message } }
}
