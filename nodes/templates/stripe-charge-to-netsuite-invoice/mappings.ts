/** The day of the charge, in the account's time zone. */
export const OWN_DAY = '$isoDate(charge.created, $setting("accountTimeZone"))'

/** Fields and the one line of the NetSuite invoice → \`invoiceFields\`. Gross: fees are booked with payouts. */
export const INVOICE = `(
  $reference := function($id) { $id ? { "id": $id } };
  $amount := $toMajor(charge.amount_captured, charge.currency);
  $memo := charge.description
    ?: (charge.calculated_statement_descriptor ?: charge.statement_descriptor);
  $rate := charge.balance_transaction.exchange_rate;
  {
    "entity": { "id": netsuiteCustomer.id },
    "subsidiary": $reference($setting("subsidiary")),
    "currency": { "id": currency.id },
    "exchangeRate": $setting("exchangeRateSource") = "stripe" and $rate ? $rate,
    "tranDate": postingDay,
    "dueDate": postingDay,
    "memo": $substring($memo ?: "Stripe charge " & charge.id, 0, 999),
    "location": $reference($setting("location", "")),
    "department": $reference($setting("department", "")),
    "class": $reference($setting("class", "")),
    $setting("chargeIdField"): charge.id,
    $setting("paymentIdField"): charge.payment_intent.id ? charge.payment_intent.id,
    "item": { "items": [{
      "item": { "id": $setting("chargeItem", "") ?: $setting("defaultItem") },
      "description": $substring($memo ?: "Stripe charge " & charge.id, 0, 999),
      "quantity": 1,
      "price": { "id": "-1" },
      "rate": $amount,
      "amount": $amount,
      "taxCode": $reference($setting("chargeTaxCode", ""))
    }] }
  }
)`
