/** The invoice is at hand when the caller has read it in the same run. */
export const AT_HAND = 'invoice.object = "invoice" and invoice.id = id'

/** Whether NetSuite’s invoice shows another Stripe status; asked by column, which is in lower case. */
export const OTHER_STATUS = `$setting("stampStatus") and $exists(bookedInvoice.id)
  and ($exists(paid) ? paid.last : true)
  and $not(bookedInvoice.voided = "T")
  and $not($lookup(bookedInvoice, $lowercase($setting("statusField"))) = invoice.status)`

/** Credit that Stripe kept for the customer and used up for the invoice, in minor units. */
export const BALANCE_USED = '$max([0, (invoice.ending_balance ?: 0) - invoice.starting_balance])'

/**
 * Whether that credit has to be booked: for an invoice that came from NetSuite, since one that came
 * from Stripe has brought it with it.
 */
export const BALANCE_OPEN = `$setting("appliedBalance") != "leave"
  and $not(bookedInvoice.externalid = invoice.id) and $not(bookedInvoice.voided = "T")
  and $number(bookedInvoice.foreignamountunpaid) > 0 and ${BALANCE_USED} > 0`

/** In major units; never more than is open. */
export const BALANCE_AMOUNT = `$min([
  $toMajor(${BALANCE_USED}, invoice.currency), $number(bookedInvoice.foreignamountunpaid)
])`

/** Fields of its credit memo beside amount, date and invoice. */
export const BALANCE_FIELDS = `(
  $reference := function($key) { $setting($key, "") ? { "id": $setting($key) } };
  {
    "memo": "Balance with Stripe, used for invoice " & (invoice.number ?: invoice.id),
    "location": $reference("location"),
    "department": $reference("department"),
    "class": $reference("class"),
    $setting("invoiceIdField"): invoice.id
  }
)`

/**
 * What has to be booked, one entry per payment → \`money\`. Money that never went through Stripe comes
 * as a payment of its own, or only as a difference to what is paid. One that NetSuite has put on record,
 * in whole or in part, is there already.
 */
export const MONEY = `(
  $mentions := invoice.metadata;
  $fromNetsuite := $exists($mentions.netsuite_paid_date) or $exists($mentions.netsuite_payment_numbers);
  $recorded := payments[outOfBand and $not($exists(payment_record.metadata.netsuite_customer_payment_id))];
  $settled := $exists(bookedInvoice.id) and $number(bookedInvoice.foreignamountunpaid) = 0;
  $outside := $setting("outOfBand") and $not($fromNetsuite) and $not($settled);
  $byCharge := $setting("paymentDate") = "charged";

  $throughStripe := payments[$not(outOfBand)].{
    "id": id,
    "paymentIntent": payment_intent.id,
    "whole": payment_intent.amount_received = amount,
    "charge": charge.id,
    "failed": charge.status = "failed" ? true,
    "amount": amount,
    "currency": currency,
    "created": $byCharge ? (charge.created ?: paid_at) : (paid_at ?: charge.created),
    "method": charge.payment_method_details.type,
    "receipt": charge.receipt_number,
    "exchangeRate": balance_transaction.exchange_rate
  };
  $aside := function($id, $amount, $when) {{
    "id": $id,
    "amount": $amount,
    "currency": invoice.currency,
    "created": $when ?: (invoice.status_transitions.paid_at ?: invoice.created),
    "method": "out_of_band"
  }};
  $rest := invoice.amount_paid - $sumMoney(payments.amount);
  $list := [
    $throughStripe,
    $outside ? $recorded.$aside(id, amount, paid_at),
    $outside and invoice.status = "paid" and $rest > 0
      ? $aside(invoice.id & "-oob", $rest, null)
  ];
  $count := $count($list);
  [$map($list, function($one, $at) { $merge([$one, { "last": $at = $count - 1 }]) })]
)`

/**
 * The payment as the part "Book a customer payment" takes it, with its customer and invoice. What a
 * payment intent brought may be booked before it is attached to the invoice: it is the same money, unless
 * only a part of it goes to this one.
 */
export const PAYMENT = `$merge([$$, {
  "payment": {
    "externalId": paid.id,
    "identity": paid.whole ? paid.paymentIntent : paid.id,
    "source": $contains(paid.id, "-oob")
      ? { "type": "invoice", "id": invoice.id }
      : { "type": "invoice_payment", "id": paid.id },
    "paymentIntent": paid.paymentIntent,
    "charge": paid.charge,
    "amount": paid.amount,
    "currency": paid.currency,
    "created": paid.created,
    "method": paid.method,
    "exchangeRate": paid.exchangeRate,
    "memo": "Stripe invoice " & (invoice.number ?: invoice.id) &
      (paid.receipt ? ", receipt " & paid.receipt : "") &
      (paid.method = "out_of_band" ? ", paid outside of Stripe" : "")
  },
  "netsuiteCustomer": bookedInvoice.entity ? { "id": bookedInvoice.entity } : netsuiteCustomer,
  "invoices": bookedInvoice.id and $not(bookedInvoice.voided = "T")
    ? [{ "id": bookedInvoice.id }]
    : []
}])`

/** What the person reads who has to decide about money for a voided invoice. */
export const VOIDED = `"NetSuite invoice " & bookedInvoice.tranid & " is voided, but Stripe invoice " &
  (invoice.number ?: invoice.id) & " was paid. The money is booked as payment " & netsuitePayment.id &
  ", unapplied. Apply it to another invoice or refund it, then mark this error as resolved."`
