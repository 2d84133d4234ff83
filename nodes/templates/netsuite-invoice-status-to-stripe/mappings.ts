/** The flow's query and mappings, as an analyst reads and changes them in the designer. */

/**
 * Paid invoices that Stripe does not show as settled, whenever that came about, so that what has to
 * wait is found again; and those that have changed: paid after a void, or open again.
 */
export const SOURCE_SQL = `SELECT t.id AS id, t.tranid AS name, t.foreigntotal AS amount, c.symbol AS currency,
  t.status AS status, TO_CHAR(t.trandate, 'YYYY-MM-DD') AS trandate,
  t.$setting("invoiceIdField") AS stripeinvoice, t.$setting("statusField") AS stripestatus,
  t.$setting("skipField") AS held
FROM transaction t JOIN currency c ON c.id = t.currency
WHERE t.type = 'CustInvc' AND t.$setting("invoiceIdField") IS NOT NULL AND (
  (t.status = 'B' AND (t.$setting("statusField") IS NULL
    OR t.$setting("statusField") NOT IN ('paid', 'void')))
  OR (t.lastmodifieddate >= :since AND t.lastmodifieddate <= :until AND (
    t.status = 'B'
    OR (t.status = 'A' AND t.$setting("statusField") = 'paid')
    OR (t.status = 'A' AND '$setting("partialPayments")' = 'on' AND t.foreignamountpaid > 0)
  ))
)`

/** What is to be done → `plan`; amounts in minor units. */
export const PLAN = `(
  $open := stripeInvoice.status in ["draft", "open", "uncollectible"];
  $intents := stripeInvoice.payments.data[status = "open"].payment.payment_intent;
  $total := $toMinor(amount, currency);

  /* What was settled before the invoice came to Stripe is no part of it there: the oldest first. */
  $before := $max([0, $total - stripeInvoice.total]);
  $oldestFirst := $sort(settledBy, function($one, $other) {
    $one.day > $other.day or ($one.day = $other.day and $number($one.id) > $number($other.id))
  });
  $walk := $reduce([{ "left": $before, "parts": [] }, $oldestFirst], function($so, $one) {(
    $minor := $toMinor($one.amount, currency);
    $used := $min([$so.left, $minor]);
    {
      "left": $so.left - $used,
      "parts": [$so.parts, $minor > $used
        ? { "id": $one.id, "minor": $minor - $used, "day": $one.day, "name": $one.name }]
    }
  )});
  $outside := settlement.outside;
  $creditMemos := $split(settlement.creditMemos, ",");
  $payments := [$walk.parts[id in $outside]];
  $credits := $sumMoney($walk.parts[id in $creditMemos].minor);

  /* A credit note of an earlier try counts as still to be made: then it is found, not made again. */
  $noted := stripeInvoice.pre_payment_credit_notes_amount ?: 0;
  $left := (stripeInvoice.amount_remaining ?: 0) + $noted;
  $credit := $open and $setting("credited") = "credit_note" ? $min([$credits, $left]) : 0;
  {
    "payments": $payments,
    "elsewhere": $count($payments) > 0 or $credits > 0,
    "processing": $open and $count($intents[status = "processing"]) > 0,
    "credit": stripeInvoice.status = "draft" ? 0 : $credit,
    "rest": $left - $max([$credit, $noted])
  }
)`
