/** The day the money came in, in the account's time zone. */
export const OWN_DAY = '$isoDate(payment.created, $setting("accountTimeZone"))'

/** Fields of the NetSuite payment beside amount, date and invoices → `paymentFields`. */
export const FIELDS = `(
  $reference := function($id) { $id ? { "id": $id } };
  $currency := $uppercase(payment.currency);
  $inCurrency := function($table) {
    $lookup($table, $currency, null) ?: $lookup($table, $lowercase($currency), null)
  };

  /* Money that never went through Stripe is on no account of Stripe's. */
  $outside := payment.method = "out_of_band";
  $account := $outside
    ? $setting("outOfBandAccount", "")
    : ($inCurrency("paymentAccountMap") ?: $setting("paymentAccount", ""));
  $option := $outside
    ? $setting("outOfBandOption", "")
    : ($lookup("paymentOptionMap", payment.method, null) ?: $setting("paymentOption", ""));
  {
    "subsidiary": $reference($setting("subsidiary")),
    "account": $reference($account),
    "undepFunds": $account = "" ? true,
    "paymentOption": $reference($option),
    "exchangeRate": $setting("exchangeRateSource") = "stripe" and payment.exchangeRate
      ? payment.exchangeRate,
    "memo": payment.memo ? $substring(payment.memo, 0, 999),
    "location": $reference($setting("location", "")),
    "department": $reference($setting("department", "")),
    "class": $reference($setting("class", "")),
    $setting("paymentIdField"): payment.paymentIntent ? payment.paymentIntent,
    $setting("chargeIdField"): payment.charge ? payment.charge
  }
)`

/** What a payment in NetSuite is known by from then on. */
export const STRIPE_IDS = `{
  $setting("paymentIdField"): payment.paymentIntent ? payment.paymentIntent,
  $setting("chargeIdField"): payment.charge ? payment.charge
}`

/** Where Stripe is told which payment it became in NetSuite. */
export const TELL_PAYMENT = '$setting("writeBackPaymentId") and $boolean(payment.paymentIntent)'
export const TELL_CHARGE = '$setting("writeBackPaymentId") and $boolean(payment.charge)'
