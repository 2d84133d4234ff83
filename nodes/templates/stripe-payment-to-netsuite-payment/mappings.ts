/**
 * What decides what a charge is for → `pay`. The payment’s metadata go before those of its charge. All
 * transactions share one space of external ids, and an invoice made of the charge has the charge’s own.
 */
export const FACTS = `(
  $intent := charge.payment_intent;
  $metadata := $merge([charge.metadata, $intent.metadata]);
  $zone := $setting("accountTimeZone");
  $words := function($text) {
    $text ? $map($split($string($text), ","), $trim)[$ != ""]
  };
  {
    "id": $intent.id ?: charge.id,
    "externalId": $intent.id ?: charge.id & "-py",
    "type": $intent.id ? "payment_intent" : "charge",
    "intent": $intent.id,
    "amount": $toMajor(charge.amount_captured, charge.currency),
    "from": $isoDate(charge.created - 3 * 86400, $zone),
    "to": $isoDate(charge.created + 3 * 86400, $zone),
    "ids": [$words($metadata.netsuite_invoice_id)[$contains($, /^[0-9]+$/)]],
    "numbers": [$words($metadata.invoice_number ?: $metadata.order_id)]
  }
)`

/** Columns of an invoice that may be the one that was paid. */
const INVOICE = `SELECT id, tranid, otherrefnum, entity, foreignamountunpaid,
  TO_CHAR(NVL(duedate, trandate), 'YYYY-MM-DD') AS due
FROM transaction
WHERE type = 'CustInvc' AND voided = 'F'`

/** Invoices that the metadata name. */
export const NAMED = `${INVOICE}
  AND (id IN (:ids) OR tranid IN (:numbers) OR otherrefnum IN (:numbers))`

/** Open invoices of the payer over the very amount. */
export const SAME_AMOUNT = `${INVOICE}
  AND entity = :customer AND currency = :currency AND foreignamountunpaid = :amount
ORDER BY trandate, id`

/** Whether NetSuite has the payment already, booked here or not. */
export const IS_THERE = '($exists(bookedPayment.id) or $exists(stamped.id))'

/** Payments that somebody keyed in: no Stripe id, same customer, currency and amount, three days around. */
export const HAND_KEYED = `SELECT id, tranid
FROM transaction
WHERE type = 'CustPymt' AND voided = 'F'
  AND entity = :customer AND currency = :currency AND foreigntotal = :amount
  AND trandate >= TO_DATE(:earliest, 'YYYY-MM-DD') AND trandate <= TO_DATE(:latest, 'YYYY-MM-DD')
  AND $setting("paymentIdField") IS NULL AND $setting("chargeIdField") IS NULL
  AND NVL(externalid, '-') NOT LIKE '%-oob' AND NVL(SUBSTR(externalid, 1, 6), '-') <> 'inpay_'`

/** The first sign that finds invoices decides; the ones due first come first. */
export const MATCH = `(
  $byId := named[id in $$.pay.ids];
  $byNumber := named[tranid in $$.pay.numbers];
  $byOrder := named[otherrefnum in $$.pay.numbers];
  $found := $exists($byId) ? $byId
    : $exists($byNumber) ? $byNumber
    : $exists($byOrder) ? $byOrder
    : chargeInvoice.id ? chargeInvoice;
  $owners := $distinct($found.entity);
  $merge([$$, {
    "invoicesFound": [$found^(due, id)],
    "ambiguous": $not($exists($byId)) and $exists(named) and $count($found) > $count(pay.numbers),
    "netsuiteCustomer": $count($owners) = 1 ? { "id": $owners[0] } : null
  }])
)`

/** Whether several invoices bear a number that the payment names once. */
export const SEVERAL = `"More than one NetSuite invoice bears the number that the payment " & pay.id & " names: " &
  $join(invoicesFound.tranid, ", ") & ". Write the internal id of the right one to its metadata netsuite_invoice_id, then retry."`

/** Of open invoices over the same amount the only one, or the oldest, as the setting says. */
export const TAKE_OPEN = `(
  $list := [sameAmount];
  $count($list) = 1 or ($setting("autoMatch") = "oldest" and $count($list) > 0) ? [$list[0]] : []
)`

/** The payment as the part "Book a customer payment" takes it. */
export const PAYMENT = `$merge([$$, {
  "payment": {
    "externalId": pay.externalId,
    "source": { "type": pay.type, "id": pay.id },
    "existing": keyed.id ? keyed.id,
    "paymentIntent": pay.intent,
    "charge": charge.id,
    "amount": charge.amount_captured,
    "currency": charge.currency,
    "created": charge.created,
    "method": charge.payment_method_details.type,
    "exchangeRate": charge.balance_transaction.exchange_rate,
    "memo": charge.description ?: "Stripe payment " & pay.id
  },
  "invoices": [invoicesFound.{ "id": id }]
}])`

/** What a single invoice lacks after the payment, in major units. */
const SHORT = `$subtract(
  $number(invoicesFound[0].foreignamountunpaid), $exists(bookedPayment.id) ? 0 : pay.amount
)`

/** Whether so little is missing that it is written off. */
export const FORGIVEN = `(
  $short := $count(invoicesFound) = 1 and $not($exists(payment.existing)) ? ${SHORT} : 0;
  $short > 0 and $short <= $setting("tolerance")
)`

/** The credit memo over what is missing → \`writeOff\`. */
export const WRITE_OFF = `(
  $short := ${SHORT};
  $item := $setting("writeOffItem");
  {
    "entity": { "id": netsuiteCustomer.id },
    "subsidiary": { "id": $setting("subsidiary") },
    "currency": { "id": currency.id },
    "tranDate": postingDay,
    "memo": "Short payment " & pay.id,
    $setting("paymentIdField"): pay.intent,
    "item": { "items": [
      { "item": { "id": $item }, "description": "Short payment", "quantity": 1, "rate": $short }
    ] },
    "apply": { "items": [
      { "doc": { "id": invoicesFound[0].id }, "apply": true, "amount": $short }
    ] }
  }
)`

/** The customer deposit of a payment that fits no invoice → \`depositFields\`. */
export const DEPOSIT = `(
  $map := $lookup("paymentAccountMap", $uppercase(charge.currency), null);
  $account := $map ?: $setting("paymentAccount", "");
  $option := $lookup("paymentOptionMap", charge.payment_method_details.type, null)
    ?: $setting("paymentOption", "");
  {
    "customer": { "id": netsuiteCustomer.id },
    "subsidiary": { "id": $setting("subsidiary") },
    "currency": { "id": currency.id },
    "tranDate": postingDay,
    "payment": pay.amount,
    "account": $account ? { "id": $account },
    "undepFunds": $account = "" ? true,
    "paymentOption": $option ? { "id": $option },
    "memo": charge.description ?: "Stripe payment " & pay.id,
    $setting("paymentIdField"): pay.intent,
    $setting("chargeIdField"): charge.id
  }
)`

/** What people read when a payment fits no invoice, or fits several keyed-in payments. */
export const UNMATCHED = `"No NetSuite invoice is known for the Stripe payment " & pay.id & " of " & pay.amount & " " &
  $uppercase(charge.currency) & ". Write the invoice’s internal id to its metadata netsuite_invoice_id, then retry."`
export const SEVERAL_KEYED = `"Several payments in NetSuite could be the Stripe payment " & pay.id & ": " &
  $join(keyedIn.tranid, ", ") & ". Enter " & pay.id & " as Stripe payment id at the right one, then retry."`
