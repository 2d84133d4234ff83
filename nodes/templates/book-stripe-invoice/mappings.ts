/**
 * The flow's mappings. Each is JSONata that an analyst reads and changes in the designer; amounts from
 * Stripe are in minor units (cents) until `$toMajor` makes them decimals.
 */

/** Lines that neither the table nor an item with the product’s id covers; there may be none. */
const UNKNOWN = `(
  $one := $setting("lineMode") = "single" or $count(invoice.lines.data) = 0;
  [$one ? [{ "description": "the whole invoice" }] : invoice.lines.data[$not(
    $lookup("itemMap", pricing.price_details.price, null) != null or
    $lookup("itemMap", pricing.price_details.product, null) != null or
    $exists($lookup($$.items, pricing.price_details.product).id)
  )]]
)`

/** Whether every line finds an item, by the rules of the fields below. */
export const ITEMS_KNOWN = `$setting("defaultItem", "") != "" or $count(${UNKNOWN}) = 0`

/** What a person reads of lines without an item. */
export const NO_ITEM = `(
  $unknown := ${UNKNOWN};
  $product := $unknown[0].pricing.price_details.product;
  "No NetSuite item stands for " &
    ($product ? "the product " & $product : "a line without a product") &
    " of " & $unknown[0].description &
    ". Put it into the table of items, give an item its Stripe product id, or choose a default item, then retry."
)`

/** Sorts the invoice's lines, taxes and credits, in minor units → `amounts`. */
export const AMOUNTS = `(
  /* Tax that is inside a line's price. It gets a line of its own unless the setting says otherwise. */
  $keepInside := $setting("inclusiveTax") = "inside";
  $taxInside := function($line) {
    $keepInside ? 0 : $sumMoney($line.taxes[tax_behavior = "inclusive"].amount)
  };

  /* Taxes as tax codes of the lines: then each line says its tax, and only the rest gets a line. */
  $byCode := $setting("taxMode") = "code";
  $lineTaxes := function($line) {
    $line.taxes[amount != 0 and $not($keepInside and tax_behavior = "inclusive")]
  };

  /* Unused time: what Stripe gives back when a subscription changes within its period. */
  $isUnused := function($line) {
    $line.amount < 0 and (
      $line.parent.subscription_item_details.proration = true or
      $line.parent.invoice_item_details.proration = true
    )
  };

  $line := function($line) {{
    "id": $line.id,
    "description": $line.description ? $substring($line.description, 0, 999),
    "product": $line.pricing.price_details.product,
    "price": $line.pricing.price_details.price,
    /* A metered price without usage has none, and may cost something all the same. */
    "quantity": ($line.quantity_decimal ? $number($line.quantity_decimal) : $line.quantity) ?: 1,
    "minor": $line.amount - $taxInside($line),
    "tax": $byCode ? $sumMoney($lineTaxes($line).amount),
    "taxRates": $byCode ? $join($sort($distinct($lineTaxes($line).tax_rate_details.tax_rate)), "+"),
    "start": $line.period.start,
    "end": $line.period.end
  }};

  /* A total below 0 is a credit memo as a whole: nothing of it is credited apart. */
  $single := $setting("lineMode") = "single";
  $creditUnused := $setting("unusedTime") = "creditMemo" and invoice.total >= 0;
  $unused := [$map(invoice.lines.data[$creditUnused and $isUnused($)], $line)];
  $billed := [$map(invoice.lines.data[$not($creditUnused and $isUnused($))], $line)];

  /* Credit that Stripe kept for the customer and used up for this invoice; and what the customer owed
     from before and pays with it. A total below 0 adds to the balance by itself. */
  $change := (invoice.ending_balance ?: 0) - invoice.starting_balance;
  $applied := $max([0, $change]);
  $appliedAs := $setting("appliedBalance");
  $owed := invoice.total < 0 or $appliedAs = "leave" ? 0 : $max([0, 0 - $change]);
  $unusedCredit := 0 - $sumMoney([$unused.minor, $unused.tax]);

  /* What the lines in NetSuite must add up to. */
  $total := invoice.total + $unusedCredit + $owed - ($appliedAs = "line" ? $applied : 0);
  $taxes := invoice.total_taxes[amount != 0 and $not($keepInside and tax_behavior = "inclusive")];
  $taxLeft := $sumMoney($taxes.amount) - $sumMoney(invoice.lines.data.$lineTaxes($).amount);
  {
    "total": $total,
    "lines": $single
      ? [{ "description": "Stripe invoice " & invoice.number, "quantity": 1, "minor": $total }]
      : $billed,
    "discount": $single ? 0 : $sumMoney(invoice.total_discount_amounts.amount),
    "taxes": $single ? [] : $byCode ? [$taxLeft != 0 ? { "description": "Tax", "minor": $taxLeft }] : [
      $taxes.{ "rate": tax_rate_details.tax_rate, "description": "Tax", "minor": amount }
    ],
    "shipping": $single ? 0 : (invoice.amount_shipping ?: 0),
    "balanceLine": $single ? 0 : $owed - ($appliedAs = "line" ? $applied : 0),
    "unused": $unused,
    "appliedCredit": $appliedAs = "creditMemo" ? $applied : 0,
    "credit": $unusedCredit + ($appliedAs = "creditMemo" ? $applied : 0)
  }
)`

/** Who pays, as the part that finds the customer wants it → `payer`; from the invoice where the customer was deleted. */
export const PAYER = `{
  "id": invoice.customer,
  "name": customer.name ?: invoice.customer_name,
  "email": customer.email ?: invoice.customer_email,
  "phone": customer.phone ?: invoice.customer_phone,
  "address": customer.address ?: invoice.customer_address,
  "shipping": customer.shipping ?: invoice.customer_shipping,
  "business_name": customer.business_name,
  "individual_name": customer.individual_name,
  "tax_exempt": customer.tax_exempt ?: invoice.customer_tax_exempt,
  "tax_ids": customer.tax_ids ?: { "data": invoice.customer_tax_ids },
  "metadata": customer.metadata ?: {},
  "currency": invoice.currency
}`

/** The day on which the invoice took effect → `wantedDay`. */
export const WANTED_DAY = `$isoDate(
  invoice.effective_at ?: (invoice.status_transitions.finalized_at ?: invoice.created),
  $setting("accountTimeZone")
)`

/** What invoice and credit memos share: money, dates, items, and the lines of the whole invoice. */
const COMMON = `$money := function($minor) { $toMajor($minor, invoice.currency) };
  $date := function($seconds) { $isoDate($seconds, $setting("accountTimeZone")) };
  $reference := function($key) { $setting($key, "") ? { "id": $setting($key) } };

  /* The table of the settings, then the item that carries the product's id, then the default item. */
  $item := function($product, $price) {
    $lookup("itemMap", $price, null) ?: ($lookup("itemMap", $product, null) ?: (
      $lookup(items, $product).id ?: (
        $setting("defaultItem", null) ?: $lookup("itemMap", $product)
      )
    ))
  };

  /* A line of a product. Price level -1 is NetSuite's "custom": the rate is ours. */
  $productLine := function($line, $minor, $tax) {{
    "item": { "id": $item($line.product, $line.price) },
    "description": $line.description,
    "quantity": $line.quantity,
    "price": { "id": "-1" },
    "rate": $divide($money($minor), $line.quantity, 8),
    "amount": $money($minor),
    "taxCode": $line.taxRates ? { "id": $lookup("taxCodeMap", $line.taxRates) } : $reference("lineTaxCode"),
    "tax1Amt": $line.taxRates ? $money($tax),
    $setting("lineIdField"): $line.id,
    $setting("lineStartField"): $date($line.start),
    $setting("lineEndField"): $date($line.end)
  }};

  /* A line without a quantity: discount, tax, shipping, balance, rounding. */
  $plainLine := function($item, $description, $amount) {{
    "item": { "id": $item },
    "description": $description,
    "rate": $amount,
    "amount": $amount
  }};

  /* All lines of the invoice; with the sign -1 as a credit memo has them. */
  $wholeInvoice := function($sign) {(
    $lines := [
      amounts.lines.$productLine($, $sign * minor, $sign * tax),
      amounts.shipping != 0
        ? $plainLine($item(null, null), "Shipping", $money($sign * amounts.shipping)),
      amounts.discount != 0
        ? $plainLine($setting("discountItem"), "Discount", $money(0 - $sign * amounts.discount)),
      amounts.taxes.$plainLine(
        $lookup("taxItemMap", rate, $setting("taxItem")), description, $money($sign * minor)
      ),
      amounts.balanceLine != 0
        ? $plainLine($setting("appliedBalanceItem"), "Applied balance", $money(amounts.balanceLine))
    ];

    /* They must add up to Stripe's total; at most a cent a line may go to the rounding item. */
    $total := $money($sign * amounts.total);
    $sum := $sumMoney([$lines.amount, $lines.tax1Amt]);
    $rest := $subtract($total, $sum);
    $rounding := $abs($rest) > $multiply(0.01, $count($lines))
      ? $error("The lines add up to " & $sum & " " & $uppercase(invoice.currency) &
          ", but the invoice comes to " & $total & ". Compare the lines with the invoice in Stripe.")
      : $rest != 0 ? $plainLine($setting("roundingItem"), "Rounding", $rest);
    [$lines, $rounding]
  )};

  /* What every transaction made of the invoice carries. */
  $header := {
    "entity": { "id": netsuiteCustomer.id },
    "subsidiary": $reference("subsidiary"),
    "currency": { "id": currency.id },
    "tranDate": postingDay,
    "location": $reference("location"),
    "department": $reference("department"),
    "class": $reference("class"),
    $setting("invoiceIdField"): invoice.id
  };

  /* What flow and people read of the Stripe invoice. */
  $details := {
    "tranId": $setting("useStripeNumber") ? invoice.number,
    "otherRefNum": invoice.metadata.po_number ? $substring(invoice.metadata.po_number, 0, 45),
    "memo": $substring(invoice.description ?: "Stripe invoice " & invoice.number, 0, 999),
    $setting("numberField"): invoice.number,
    $setting("hostedUrlField"): invoice.hosted_invoice_url ?: "",
    $setting("pdfUrlField"): invoice.invoice_pdf ?: "",
    $setting("statusField"): invoice.status
  };`

/** Fields and lines of the NetSuite invoice → `netsuiteInvoice`. */
export const INVOICE = `(
  ${COMMON}

  $due := invoice.due_date ? $date(invoice.due_date);
  $merge([$header, $details, {
    "dueDate": $due and $due > postingDay ? $due : postingDay,
    "startDate": $date(invoice.period_start),
    "endDate": $date(invoice.period_end),
    "item": { "items": $wholeInvoice(1) }
  }])
)`

/** The credit memo that stands for an invoice with a total below 0 → `netsuiteCredit`. */
export const NEGATIVE = `(
  ${COMMON}

  $merge([$header, $details, { "item": { "items": $wholeInvoice(-1) } }])
)`

/** The credit memo for unused time and applied balance → `netsuiteCredit`. */
export const CREDIT_MEMO = `(
  ${COMMON}

  $lines := [
    amounts.unused.$productLine($, 0 - minor, 0 - tax),
    amounts.appliedCredit != 0
      ? $plainLine($setting("appliedBalanceItem"), "Applied balance", $money(amounts.appliedCredit))
  ];
  $merge([$header, {
    "memo": "Credit of Stripe invoice " & invoice.number,
    "item": { "items": $lines },
    "apply": { "items": [
      { "doc": { "id": netsuite.id }, "apply": true, "amount": $money(amounts.credit) }
    ] }
  }])
)`

/** The credit memo that writes off what is left of an uncollectible invoice → `netsuiteWriteOff`. */
export const WRITE_OFF = `(
  ${COMMON}

  $left := $money(invoice.amount_remaining);
  $merge([$header, {
    "memo": "Uncollectible: Stripe invoice " & invoice.number,
    "item": { "items": [
      $plainLine($setting("uncollectibleItem"), "Uncollectible", $left)
    ] },
    "apply": { "items": [{ "doc": { "id": netsuite.id }, "apply": true, "amount": $left }] }
  }])
)`
