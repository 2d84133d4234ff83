/**
 * The flow's mappings. Each is JSONata that an analyst reads and changes in the designer; amounts of
 * NetSuite are decimals until `$toMinor` makes them the minor units (cents) that Stripe counts.
 */

/** Lines in minor units, and what they must add up to → `amounts`. */
export const AMOUNTS = `(
  $code := invoiceCurrency.symbol;
  $minor := function($major) { $toMinor($major ?: 0, $code) };
  $single := $setting("lineMode") = "single";
  $byRates := $setting("taxMode") = "rates" and $not($single);

  /* The product that stands for an item: by the item's own field, then by the table of the settings. */
  $productOf := function($item) {(
    $own := $lookup($lookup(items, $string($item)), $setting("productIdField"));
    $listed := $keys($sift($setting("itemMap", {}), function($one) { $string($one) = $string($item) }));
    $own ? $own : $listed[0]
  )};

  /* Subtotals and headings only repeat what other lines say. */
  $counts := function($line) {
    $not($line.itemType.id in ["Subtotal", "Group", "EndGroup", "Description"])
  };

  /* Stripe multiplies whole quantities by whole prices; anything else is a plain amount. */
  $line := function($line) {(
    $text := $line.description ?: $line.item.refName;
    $quantity := $line.quantity ?: 1;
    $rate := $line.rate ?: 0;
    $product := $productOf($line.item.id);
    $even := $rate >= 0 and $quantity > 0 and $floor($quantity) = $quantity
      and $roundMoney($rate, $code) = $rate and $multiply($rate, $quantity) = $line.amount;
    $rates := $byRates and $line.taxCode.id ? [$lookup("taxRateMap", $line.taxCode.id)];
    $merge([
      { "description": $substring(
          $text & ($even and $product or $quantity = 1 ? "" : " (" & $quantity & " × " & $rate & ")"), 0, 500
        ) },
      $product and $even
        ? { "quantity": $quantity,
            "price_data": { "currency": $lowercase($code), "product": $product, "unit_amount": $minor($rate) } }
        : { "amount": $minor($line.amount) },
      $rates ? { "tax_rates": $rates } : {}
    ])
  )};

  $plain := function($text, $major) { $major != 0 ? { "description": $text, "amount": $minor($major) } };
  $own := netsuiteInvoice.item.items[$counts($)];
  $shipping := $add(netsuiteInvoice.shippingCost ?: 0, netsuiteInvoice.handlingCost ?: 0);
  $discount := netsuiteInvoice.discountTotal ?: 0;
  $tax := netsuiteInvoice.taxTotal ?: 0;

  /* Every amount of NetSuite must be in the lines: otherwise nothing is sent. */
  $sum := $add($sumMoney($own.(amount ?: 0)), $shipping, $discount, $tax);
  $check := $not($single) and $sum != netsuiteInvoice.total
    ? $error("The lines of the invoice come to " & $sum & " " & $code & " with tax, shipping and discount, but its total is " &
        netsuiteInvoice.total & ". Correct the invoice in NetSuite, or set Lines to one line.");

  $lines := [
    $map($own, $line),
    $plain("Shipping and handling", $shipping),
    $plain("Discount", $discount),
    $byRates ? [] : $plain($setting("taxText"), $tax)
  ];

  /* Stripe counts dinars in thousandths, but takes only whole hundredths: one line evens them out. */
  $tooFine := $code in ["BHD", "JOD", "KWD", "OMR", "TND"] and $count($lines[amount % 10 != 0]) > 0;
  $whole := {
    "description": $setting("singleText") & " " & netsuiteInvoice.tranId,
    "amount": $minor(netsuiteInvoice.total)
  };
  $product := $setting("singleProduct", null);
  $one := $product and netsuiteInvoice.total > 0
    ? { "description": $whole.description, "quantity": 1, "price_data": {
        "currency": $lowercase($code), "product": $product, "unit_amount": $whole.amount } }
    : $whole;

  /* What was paid or credited before it was sent. */
  $settled := $subtract(netsuiteInvoice.total, netsuiteInvoice.amountRemaining);
  $settledLine := $plain("Payments and credits received", $multiply(-1, $settled));
  {
    "due": $minor(netsuiteInvoice.amountRemaining),
    "lines": $single or $tooFine or $count($lines) > 249 ? [$one, $settledLine] : [$lines, $settledLine]
  }
)`

/** The Stripe invoice → `stripeInvoice`. */
export const INVOICE = `(
  $zone := $setting("accountTimeZone");
  $now := $epochSeconds($now());

  /* Noon of a day in NetSuite is the same day for everybody who reads the invoice. */
  $noon := function($day) { $epochSeconds($day, $zone) + 43200 };
  $dueDay := netsuiteInvoice.dueDate ?: netsuiteInvoice.tranDate;
  $due := $noon($dueDay);
  $mailed := $setting("collectionMethod") = "send_invoice";

  /* Stripe takes no moment that is past, so after noon of the due day it is due in 0 days. */
  $days := $due > $now ? null
    : $dueDay >= $isoDate($now, $zone) ? 0
    : $setting("pastDue") = "grace" ? $setting("graceDays")
    : $setting("pastDue") = "today" ? 0
    : $error("The invoice was due on " & $dueDay &
        ". Give it a later due date in NetSuite, or let the settings say what is to be done.");
  $effective := $noon(netsuiteInvoice.tranDate);

  /* A number that went to Stripe once cannot be used again, not even after it was voided there. */
  $replaced := before.id and $not(earlier.status in ["draft", "open", "paid", "uncollectible"]);
  $asNumber := $setting("numberMode") = "number" and $length(netsuiteInvoice.tranId) <= 26
    and $not($replaced);
  $asField := $setting("numberMode") != "none" and $not($asNumber);
  $methods := $setting("paymentMethods", "") ~> $split(/[\\s,;]+/);
  $methods := $methods[$ != ""];
  {
    "customer": stripeCustomer.id,
    "currency": $lowercase(invoiceCurrency.symbol),
    "collection_method": $setting("collectionMethod"),
    "due_date": $mailed and $due > $now ? $due,
    "days_until_due": $mailed and $due <= $now ? $days,
    "number": $asNumber ? netsuiteInvoice.tranId,
    "custom_fields": [
      $asField ? { "name": "Invoice", "value": $substring(netsuiteInvoice.tranId, 0, 140) },
      netsuiteInvoice.otherRefNum
        ? { "name": "PO", "value": $substring(netsuiteInvoice.otherRefNum, 0, 140) }
    ],
    "description": netsuiteInvoice.memo ? $substring(netsuiteInvoice.memo, 0, 1500),
    "footer": $setting("footer", "") ? $setting("footer"),
    "effective_at": $effective <= $now ? $effective,
    "payment_settings": $exists($methods) ? { "payment_method_types": [$methods] },
    "metadata": {
      "netsuite_invoice_id": $string(netsuiteInvoice.id),
      "netsuite_customer_id": $string(netsuiteInvoice.entity.id),
      "netsuite_invoice_number": netsuiteInvoice.tranId,
      "netsuite_replaces": $replaced ? before.id
    },
    "lines": amounts.lines
  }
)`
