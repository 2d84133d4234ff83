import type { JsonObject } from '../json.ts'

/**
 * What the flows of payments do alike about a charge that has failed: a bank debit may be taken back
 * after it had succeeded, and then it may be booked.
 */

/** Config of the look-up → `lost`: the payment in NetSuite that the charge was booked as. */
export const BOOKED_BEFORE: JsonObject = {
  recordType: 'customerPayment',
  criteria: [{ field: '$setting("chargeIdField")', value: 'charge.id' }],
  ...{ extra: [], activeOnly: false, columns: ['tranid', 'voided'], each: false },
  ...{ into: 'lost', onNone: 'continue', missingMessage: '' },
  ...{ waitForSystem: 'stripe', waitForId: '' },
}

/** A payment that was booked and then failed: a person must take it back in NetSuite. */
export const NOT_LOST: JsonObject = {
  condition: `charge.status != "failed" or (
  lost.id and $not(lost.voided = "T")
    ? $error("The Stripe charge " & charge.id & " has failed after it was booked as NetSuite payment " &
        lost.tranid & ". Void that payment, then mark this error as resolved.")
    : false
)`,
  reason: 'The charge failed: no money came in.',
}
