/**
 * The flow's mappings. Each is JSONata that an analyst reads and changes in the designer; amounts from
 * Stripe are in minor units (cents) until `$toMajor` makes them decimals.
 */

/** Decides what is paid out, from what NetSuite has of the payment → `plan`. */
export const PLAN = `(
  $amount := $toMajor(refund.amount, refund.currency);
  $label := $string($amount) & " " & $uppercase(refund.currency);
  $payments := [money[type = "CustPymt"]];
  $deposit := money[type = "CustDep"][0];
  $cashSale := money[type = "CashSale"][0];
  $payment := $payments[0];

  /* A credit memo that a person made for this refund; one that we made ourselves is no such one. */
  $given := refund.metadata.netsuite_credit_memo_id;
  $manual := $given and $not($given = bookedMemo.id) ? $given;

  /* What is unapplied is paid out first; for the rest the invoice is credited. */
  $unused := $payment.unused ? $number($payment.unused) : 0;
  $ofPayment := $manual ? 0 : $min([$unused, $amount]);
  $ofDeposit := $manual or $payment ? 0 : $deposit ? $amount : 0;
  $ofInvoice := $manual ? 0 : $subtract($amount, $ofPayment, $ofDeposit);

  $invoices := netsuiteInvoice.id ? [netsuiteInvoice] : [paidInvoices];
  $invoice := $invoices[0];
  $unpaid := $number($invoice.foreignamountunpaid ?: 0);
  $byHand := " Or credit it by hand, note the credit memo’s internal id at the refund in Stripe as metadata netsuite_credit_memo_id, and retry.";

  $problem := $ofInvoice = 0 ? null
    : $count($payments) > 1
      ? "NetSuite has more than one customer payment for refund " & refund.id & ": " & $join($payments.tranid, ", ") &
          ". Void the one that is too many, then retry." & $byHand
    : $cashSale
      ? "The charge was booked as cash sale " & $cashSale.tranid & ". Make a cash refund over " & $label &
          " of it in NetSuite, then mark this error as resolved."
    : $count($invoices) > 1
      ? "The payment paid several NetSuite invoices: " & $join($invoices.tranid, ", ") &
          ". Decide which of them " & $label & " were given back for. Credit it by hand, note the credit memo’s internal id at the refund in Stripe as metadata netsuite_credit_memo_id, and retry."
    : $payment and $invoice and $unpaid > 0
      ? "NetSuite invoice " & $invoice.tranid & " is still open, so that no credit memo is made for the refund of one of its payments. Unapply " &
          $label & " of payment " & $payment.tranid & " in NetSuite, then retry: the refund is then paid out of the payment."
    : $payment and $not($exists($invoice))
      ? "Of payment " & $payment.tranid & " only " & $unused & " are unapplied, and it is applied to no invoice, so that " &
          $label & " cannot be paid out of it. Find out in NetSuite what it was used for, then retry." & $byHand
    : null;

  /* Its invoice or its payment may still be on the way to NetSuite. */
  $missing := $ofInvoice > 0 and $not($exists($payment)) and ($not($exists($invoice)) or $unpaid > 0);
  $ready := $problem = null and $not($missing);
  {
    "amount": $amount,
    "label": $label,
    "problem": $problem,
    "waits": $problem = null and $missing,
    "invoice": $ready and $ofInvoice > 0 ? $invoice.id,
    "credit": $ready ? $ofInvoice,
    "documents": $ready ? [
      $manual ? { "type": "creditMemo", "id": $manual, "amount": $amount },
      $ofPayment > 0 ? { "type": "customerPayment", "id": $payment.id, "amount": $ofPayment },
      $ofDeposit > 0 ? { "type": "customerDeposit", "id": $deposit.id, "amount": $ofDeposit }
    ]
  }
)`

/** Shares a credit out over the lines of the invoice → `credit`. */
export const CREDIT = `(
  $currency := refund.currency;
  $minor := function($major) { $toMinor($roundMoney($major ?: 0, $currency), $currency) };
  $total := $minor(invoiceRecord.total);
  $wanted := $minor(plan.credit);
  $before := $sumMoney(credited.total);
  $whole := $wanted = $total and $before = 0;

  /* Lines of a tax item are tax; so is tax that NetSuite keeps with a line. */
  $taxItems := [$setting("taxItem", ""), $each($setting("taxItemMap", {}), function($id) { $id })];
  $reversesTax := $setting("taxMode") = "proportional";
  $line := function($one) {{
    "item": $one.item.id,
    "description": $one.description,
    "taxCode": $one.taxCode.id,
    "location": $one.location.id,
    "department": $one.department.id,
    "class": $one.class.id,
    "tax": $reversesTax ? $minor($one.tax1Amt) : 0,
    "weight": $minor($one.amount) + ($reversesTax ? $minor($one.tax1Amt) : 0)
  }};
  $all := [$map([invoiceRecord.item.items], $line)];
  $taxes := $all[item in $taxItems];
  $goods := $all[$not(item in $taxItems)];
  $partialItem := $setting("partialItem", "");

  /* One line for all goods, with the item of the settings or of the first line, or each its share. */
  $spread := $partialItem = "" and $setting("partialLines") = "spread";
  $one := $merge([$goods[0], {
    "item": $partialItem ?: $goods[0].item,
    "description": "Partial refund " & refund.id,
    "tax": $sum($goods.tax),
    "weight": $sum($goods.weight)
  }]);
  $parts := [$spread ? $goods : $one, $reversesTax ? $taxes];
  $weights := $sum($parts.weight);

  /* Each part gets what is its due, rounded down; the cents left over go to the largest remainders. */
  $shares := $map($parts, function($part, $at) {(
    $exact := $multiply($wanted, $divide($part.weight, $weights, 20));
    $merge([$part, { "at": $at, "floor": $floor($exact), "rest": $subtract($exact, $floor($exact)) }])
  )});
  $left := $wanted - $sum($shares.floor);
  $byRest := $sort($shares, function($a, $b) {
    $a.rest < $b.rest or ($a.rest = $b.rest and $a.at > $b.at)
  });
  $lucky := $filter($byRest, function($one, $place) { $place < $left }).at;
  $items := $shares.(
    $share := floor + (at in $lucky ? 1 : 0);
    $tax := tax = 0 ? 0 : $round($multiply($share, $divide(tax, weight, 20)));
    $net := $toMajor($share - $tax, $currency);
    $share = 0 ? null : {
      "item": { "id": item },
      "description": description,
      "rate": $net,
      "amount": $net,
      "taxCode": taxCode ? { "id": taxCode },
      /* Said with each tax code, or NetSuite adds tax on top. */
      "tax1Amt": taxCode or $tax != 0 ? $toMajor($tax, $currency) : null,
      "location": location ? { "id": location },
      "department": department ? { "id": department },
      "class": class ? { "id": class }
    }
  )[$ != null].$sift($, function($value) { $value != null });
  {
    "whole": $whole,
    "left": $subtract(invoiceRecord.total, $before),
    "fits": $minor($before) + $wanted <= $total,
    "items": $whole ? [] : [$items]
  }
)`

/** Fields of the credit memo, laid over what NetSuite takes over from the invoice → `memoFields`. */
export const CREDIT_MEMO = `(
  $reference := function($key) { $setting($key, "") ? { "id": $setting($key) } };
  $reasons := {
    "duplicate": "paid twice",
    "fraudulent": "fraudulent",
    "requested_by_customer": "requested by the customer",
    "expired_uncaptured_charge": "never captured"
  };
  $reason := $lookup($reasons, refund.reason ?: "");
  {
    "memo": "Stripe refund " & refund.id & ($reason ? ", " & $reason : ""),
    "exchangeRate": $setting("exchangeRate") = "invoice" ? invoiceRecord.exchangeRate,
    "location": $reference("creditLocation"),
    "department": $reference("creditDepartment"),
    "class": $reference("creditClass"),
    $setting("refundIdField"): refund.id,
    "item": credit.whole ? null : { "items": [credit.items] }
  } ~> $sift(function($value) { $value != null })
)`

/** What the customer refund pays out, and its fields → `refundFields`. */
export const CUSTOMER_REFUND = `(
  $type := charge.payment_method_details.type;
  $option := $lookup("paymentOptionMap", $type ?: "-", "") ?: $setting("paymentOption", "");
  $account := $setting("refundAccount", "") ?: (
    $lookup("paymentAccountMap", $uppercase(refund.currency), "") ?: $setting("paymentAccount", "")
  );
  $memo := netsuiteMemo.id
    ? { "type": "creditMemo", "id": netsuiteMemo.id, "amount": plan.credit };
  $rate := $setting("exchangeRate") = "invoice" ? invoiceRecord.exchangeRate;
  {
    "documents": [$memo, plan.documents],
    "body": {
      "account": $account ? { "id": $account },
      "paymentOption": $option ? { "id": $option },
      "exchangeRate": $rate,
      "memo": "Stripe refund " & refund.id,
      $setting("refundIdField"): refund.id,
      $setting("chargeIdField"): refund.charge
    } ~> $sift(function($value) { $exists($value) and $value != null })
  }
)`

/** The Stripe id whose counterpart must come to NetSuite first. */
export const AWAITED = `(
  $intent := refund.payment_intent;
  $payment := invoicePayments[payment.payment_intent = $intent][0].id;
  $payment ?: ($exists(netsuiteInvoice.id) or $not($exists(invoice.id))
    ? ($intent ?: refund.charge) : invoice.id)
)`
