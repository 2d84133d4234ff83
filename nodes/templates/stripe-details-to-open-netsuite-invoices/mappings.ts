/**
 * The flow's mappings. Each is JSONata that an analyst reads and changes in the designer; amounts from
 * Stripe are in minor units (cents) until `$toMajor` makes them decimals.
 */

/** What the further steps need of the NetSuite invoice → `open`. */
export const OPEN = `{
  "id": $$.id,
  "number": $$.tranid,
  "customer": $$.entity,
  "currency": $$.currency,
  "total": $number($$.foreigntotal),
  "unpaid": $number($$.foreignamountunpaid ?: 0),
  "stripeId": $lookup($$, $lowercase($setting("invoiceIdField")))
}`

/** The Stripe customer that the NetSuite customer is linked to. */
export const STRIPE_CUSTOMER = '$lookup(netsuiteCustomer, $lowercase($setting("customerIdField")))'

/**
 * Whether both totals belong together → `totals`. They may differ by what was settled in NetSuite
 * before, such as a deposit that Stripe never saw, and by the balance that Stripe has used up.
 */
export const TOTALS = `(
  $settled := $subtract(open.total, open.unpaid);
  $stripe := [invoice.total, invoice.amount_due].$toMajor($, $$.invoice.currency);
  $sameCurrency := $lowercase(currency.symbol) = invoice.currency;
  {
    "stripe": $stripe[0],
    "agree": $sameCurrency and $exists($stripe[
      $subtract($$.open.total, $) >= 0 and $subtract($$.open.total, $) <= $settled
    ])
  }
)`

/** What the NetSuite invoice shows of the Stripe invoice; never lines, amounts or the date → `details`. */
export const DETAILS = `(
  $left := $toMajor(invoice.amount_remaining, invoice.currency);
  $errors := invoice.payments.data.payment.payment_intent.last_payment_error.message;
  $next := invoice.next_payment_attempt;
  $zone := $setting("accountTimeZone");
  $merge([
    {
      $setting("invoiceIdField"): invoice.id,
      $setting("hostedUrlField"): invoice.hosted_invoice_url ?: null,
      $setting("pdfUrlField"): invoice.invoice_pdf ?: null,
      $setting("statusField"): totals.agree ? invoice.status : "mismatch",
      $setting("numberField"): invoice.number ?: null
    },
    $setting("stampRemaining") ? { $setting("amountRemainingField"): $left } : {},
    $setting("stampAttempts") ? {
      $setting("nextAttemptField"): $next ? $isoDateTime($next, $zone) : null,
      $setting("attemptCountField"): invoice.attempt_count ?: 0,
      $setting("lastErrorField"): [$errors][-1] ?: null
    } : {},
    $setting("stripeOwnsDueDate") and invoice.due_date
      ? { "dueDate": $isoDate(invoice.due_date, $zone) } : {}
  ])
)`

/** What is left of an uncollectible invoice, in both systems. */
export const WRITE_OFF_AMOUNT =
  '$min([open.unpaid, $toMajor(invoice.amount_remaining, invoice.currency)])'

/** What a person reads whose totals differ. */
export const MISMATCH = `"NetSuite invoice " & open.number & " is of " & open.total & " " & currency.symbol &
  ", Stripe invoice " & (invoice.number ?: invoice.id) & " of " & totals.stripe & " " &
  $uppercase(invoice.currency) & ". Nothing was changed but the status field, which says mismatch. Correct one of them, then retry."`

/** What a person reads when the Stripe invoice belongs to another NetSuite invoice already. */
export const TAKEN = `"Stripe invoice " & (invoice.number ?: invoice.id) & " fits NetSuite invoice " & open.number &
  ", but its metadata says that it belongs to NetSuite invoice " & invoice.metadata.netsuite_invoice_id &
  ". Decide which of them it is, correct the metadata, then retry."`
