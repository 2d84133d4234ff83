/**
 * The flow's mappings. Each is JSONata that an analyst reads and changes in the designer; amounts from
 * Stripe are in minor units (cents) until `$toMajor` makes them decimals.
 */

/** Sorts the invoice's lines, taxes and credits, in minor units → `amounts`. */
export const AMOUNTS = `(
  /* Tax that is inside a line's price. It gets a line of its own unless the setting says otherwise. */
  $keepInside := $setting("inclusiveTax") = "inside";
  $taxInside := function($line) {
    $keepInside ? 0 : $sumMoney($line.taxes[tax_behavior = "inclusive"].amount)
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
    "quantity": $line.quantity_decimal ? $number($line.quantity_decimal) : ($line.quantity ?: 1),
    "minor": $line.amount - $taxInside($line),
    "start": $line.period.start,
    "end": $line.period.end
  }};

  $single := $setting("lineMode") = "single";
  $creditUnused := $setting("unusedTime") = "creditMemo";
  $unused := [$map(invoice.lines.data[$creditUnused and $isUnused($)], $line)];
  $billed := [$map(invoice.lines.data[$not($creditUnused and $isUnused($))], $line)];

  /* Credit that Stripe kept for the customer and used up for this invoice. */
  $applied := $max([0, (invoice.ending_balance ?: 0) - invoice.starting_balance]);
  $appliedAs := $setting("appliedBalance");
  $unusedCredit := 0 - $sumMoney($unused.minor);

  /* What the lines in NetSuite must add up to. */
  $total := invoice.total + $unusedCredit - ($appliedAs = "line" ? $applied : 0);
  {
    "total": $total,
    "lines": $single
      ? [{ "description": "Stripe invoice " & invoice.number, "quantity": 1, "minor": $total }]
      : $billed,
    "discount": $single ? 0 : $sumMoney(invoice.total_discount_amounts.amount),
    "taxes": $single ? [] : [
      invoice.total_taxes[amount != 0 and $not($keepInside and tax_behavior = "inclusive")].{
        "rate": tax_rate_details.tax_rate,
        "description": "Tax",
        "minor": amount
      }
    ],
    "shipping": $single ? 0 : (invoice.amount_shipping ?: 0),
    "appliedLine": $single or $appliedAs != "line" ? 0 : $applied,
    "unused": $unused,
    "appliedCredit": $appliedAs = "creditMemo" ? $applied : 0,
    "credit": $unusedCredit + ($appliedAs = "creditMemo" ? $applied : 0)
  }
)`

/** What invoice and credit memo share: money, dates and the item of a product. */
const COMMON = `$money := function($minor) { $toMajor($minor, invoice.currency) };
  $date := function($seconds) { $isoDate($seconds, $setting("accountTimeZone")) };
  $reference := function($key) { $setting($key, "") ? { "id": $setting($key) } };

  /* The table of the settings, then the item that carries the product's id, then the default item. */
  $item := function($product) {
    $lookup("itemMap", $product, null) ?: (
      $lookup(items, $product).id ?: (
        $setting("defaultItem", null) ?: $lookup("itemMap", $product)
      )
    )
  };

  $taxCode := $reference("lineTaxCode");

  /* A line of a product. Price level -1 is NetSuite's "custom": the rate is ours. */
  $productLine := function($line, $minor) {{
    "item": { "id": $item($line.product) },
    "description": $line.description,
    "quantity": $line.quantity,
    "price": { "id": "-1" },
    "rate": $divide($money($minor), $line.quantity, 8),
    "amount": $money($minor),
    "taxCode": $taxCode,
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
  }};`

/** Fields and lines of the NetSuite invoice → `netsuiteInvoice`. */
export const INVOICE = `(
  ${COMMON}

  /* The day the invoice took effect, but none before the first day that is open for posting. */
  $effective := $date(
    invoice.effective_at ?: (invoice.status_transitions.finalized_at ?: invoice.created)
  );
  $firstOpenDay := $setting("firstOpenDay", "");
  $tranDate := $effective < $firstOpenDay ? $firstOpenDay : $effective;

  $lines := [
    amounts.lines.$productLine($, minor),
    amounts.shipping != 0
      ? $plainLine($item(null), "Shipping", $money(amounts.shipping)),
    amounts.discount != 0
      ? $plainLine($setting("discountItem"), "Discount", $money(0 - amounts.discount)),
    amounts.taxes.$plainLine(
      $lookup("taxItemMap", rate, $setting("taxItem")), description, $money(minor)
    ),
    amounts.appliedLine != 0
      ? $plainLine($setting("appliedBalanceItem"), "Applied balance", $money(0 - amounts.appliedLine))
  ];

  /* The lines must add up to Stripe's total; at most a cent a line may go to the rounding item. */
  $total := $money(amounts.total);
  $rest := $subtract($total, $sumMoney($lines.amount));
  $rounding := $abs($rest) > $multiply(0.01, $count($lines))
    ? $error("The lines add up to " & $sumMoney($lines.amount) & " " & $uppercase(invoice.currency) &
        ", but the invoice comes to " & $total & ". Compare the lines with the invoice in Stripe.")
    : $rest != 0 ? $plainLine($setting("roundingItem"), "Rounding", $rest);

  {
    "entity": { "id": netsuiteCustomer.id },
    "subsidiary": $reference("subsidiary"),
    "currency": { "id": currency.id },
    "tranDate": $tranDate,
    "dueDate": invoice.due_date ? $date(invoice.due_date) : $tranDate,
    "tranId": $setting("useStripeNumber") ? invoice.number,
    "otherRefNum": invoice.metadata.po_number ? $substring(invoice.metadata.po_number, 0, 45),
    "memo": $substring(invoice.description ?: "Stripe invoice " & invoice.number, 0, 999),
    "startDate": $date(invoice.period_start),
    "endDate": $date(invoice.period_end),
    "location": $reference("location"),
    "department": $reference("department"),
    "class": $reference("class"),
    $setting("invoiceIdField"): invoice.id,
    $setting("numberField"): invoice.number,
    $setting("hostedUrlField"): invoice.hosted_invoice_url ?: "",
    $setting("pdfUrlField"): invoice.invoice_pdf ?: "",
    $setting("statusField"): invoice.status,
    "item": { "items": [$lines, $rounding] }
  }
)`

/** The credit memo for unused time and applied balance → `netsuiteCredit`. */
export const CREDIT_MEMO = `(
  ${COMMON}

  $lines := [
    amounts.unused.$productLine($, 0 - minor),
    amounts.appliedCredit != 0
      ? $plainLine($setting("appliedBalanceItem"), "Applied balance", $money(amounts.appliedCredit))
  ];
  {
    "entity": { "id": netsuiteCustomer.id },
    "subsidiary": $reference("subsidiary"),
    "currency": { "id": currency.id },
    "tranDate": netsuiteInvoice.tranDate,
    "memo": "Credit of Stripe invoice " & invoice.number,
    "location": $reference("location"),
    "department": $reference("department"),
    "class": $reference("class"),
    $setting("invoiceIdField"): invoice.id,
    "item": { "items": $lines },
    "apply": { "items": [
      { "doc": { "id": netsuite.id }, "apply": true, "amount": $money(amounts.credit) }
    ] }
  }
)`

/** Fields of a new customer → `customerFields`. */
export const CUSTOMER = `(
  /* From the Stripe customer; from the invoice where that was deleted. */
  $name := $trim(customer.name ?: (invoice.customer_name ?: ""));
  $email := customer.email ?: invoice.customer_email;
  $phone := customer.phone ?: invoice.customer_phone;
  $address := customer.address ?: invoice.customer_address;
  {
    "isPerson": false,
    "companyName": $substring($name ?: $setting("defaultCustomerName"), 0, 83),
    "email": $email ? $lowercase($trim($email)),
    "phone": $phone ? $substring($phone, 0, 32),
    "subsidiary": { "id": $setting("subsidiary") },
    "currency": { "id": currency.id },
    $setting("customerIdField"): invoice.customer,
    "addressBook": $address.line1 or $address.city ? { "items": [{
      "label": "Stripe billing",
      "defaultBilling": true,
      "defaultShipping": true,
      "addressBookAddress": {
        "addr1": $address.line1 ?: "",
        "addr2": $address.line2 ?: "",
        "city": $address.city ?: "",
        "state": $address.state ?: "",
        "zip": $address.postal_code ?: "",
        "country": $address.country ? { "id": $country($address.country) }
      }
    }] }
  }
)`

/** The payment of a paid invoice, for the step that is switched off at first. */
export const PAYMENT = `(
  $zone := $setting("accountTimeZone");
  $amount := $toMajor(invoice.amount_paid, invoice.currency);
  $account := $setting("paymentAccount", "");
  {
    "customer": { "id": netsuiteCustomer.id },
    "subsidiary": { "id": $setting("subsidiary") },
    "currency": { "id": currency.id },
    "tranDate": $isoDate(invoice.status_transitions.paid_at ?: invoice.created, $zone),
    "payment": $amount,
    "account": $account ? { "id": $account },
    "undepFunds": $account ? false : true,
    "memo": "Stripe invoice " & invoice.number,
    "apply": { "items": [{ "doc": { "id": netsuite.id }, "apply": true, "amount": $amount }] }
  }
)`
