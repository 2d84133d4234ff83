/**
 * How a Stripe customer reads in NetSuite. The flow that keeps customers up to date uses the same
 * texts, so that a customer looks alike whichever flow has brought it.
 */

/**
 * The names of `payer`: `$name`, and with `$isPerson` also `$first` and `$last`. A name is a
 * person's only where it can be taken apart.
 */
const NAMES = `$delimiter := $setting("nameDelimiter", "");
  $name := $trim(payer.name ?: (payer.business_name ?: (payer.individual_name ?: "")));
  $splitAt := $delimiter = "" ? " " : $delimiter;
  $first := $trim($substringBefore($name, $splitAt));
  $last := $trim($substringAfter($name, $splitAt));
  $splits := $contains($name, $splitAt) and $first != "" and $last != "";

  /* Signs of a company: a business name, a tax number, or an ending such as Ltd or GmbH. */
  $likeCompany := $boolean(payer.business_name) or $count(payer.tax_ids.data) > 0 or
    $contains($name, /[ ,](inc|llc|llp|lp|ltd|limited|corp|corporation|co|company|plc|gmbh|ag|ug|kg|ohg|se|sa|sas|sarl|srl|spa|bv|nv|oy|ab|aps|kft|pty|pte|kk)\\.?$/i);
  $type := $setting("customerType");
  $isPerson := $splits and (
    $delimiter != "" or $type = "person" or ($type = "detect" and $not($likeCompany))
  );`

/** What is taken over of `payer` wherever it is there: `$details`. */
const DETAILS = `$phone := $trim(payer.phone ?: "");
  $address := function($of) {{
    "addr1": $of.line1 ?: "",
    "addr2": $of.line2 ?: "",
    "city": $of.city ?: "",
    "state": $of.state ?: "",
    "zip": $of.postal_code ?: "",
    "country": $of.country ? { "id": $country($of.country) }
  }};
  $hasAddress := function($of) { $boolean($of.line1) or $boolean($of.city) or $boolean($of.postal_code) };
  $ships := $hasAddress(payer.shipping.address);
  $lines := [
    $hasAddress(payer.address) ? {
      "label": "Stripe billing",
      "defaultBilling": true,
      "defaultShipping": $not($ships),
      "addressBookAddress": $address(payer.address)
    },
    $ships ? {
      "label": "Stripe shipping",
      "defaultBilling": false,
      "defaultShipping": true,
      "addressBookAddress": $merge([
        { "addressee": payer.shipping.name ? $substring(payer.shipping.name, 0, 83) },
        $address(payer.shipping.address)
      ])
    }
  ];
  /* Fields of your own that Stripe's metadata fills, as the settings say. */
  $ownFields := $each($setting("metadataFields", {}), function($field, $key) {
    $lookup(payer.metadata, $key) ? { $field: $lookup(payer.metadata, $key) }
  });
  $details := $merge([{
    "email": payer.email ? $trim(payer.email),
    /* NetSuite refuses a phone number of fewer than seven characters. */
    "phone": $length($phone) >= 7 ? $substring($phone, 0, 32),
    "taxable": payer.tax_exempt = "exempt" ? false : (
      payer.tax_exempt = "none" and $setting("takeTaxStatus", false) ? true
    ),
    $setting("portalUrlField"): $setting("portalUrl", "") ? $setting("portalUrl"),
    "addressBook": $count($lines) > 0 ? { "items": $lines }
  }, $ownFields]);`

/** The name that the customer's number would be made of, where it may be made unique. */
export const ENTITY_NAME = `(
  ${NAMES}
  $setting("takenName") = "append" and $setting("customerNumber") = "netsuite"
    ? ($isPerson ? $first & " " & $last : $name ?: $setting("defaultCustomerName"))
)`

/** Fields of a new customer → `newCustomer`. */
export const NEW_CUSTOMER = `(
  ${NAMES}
  ${DETAILS}
  $reference := function($key) { $setting($key, "") ? { "id": $setting($key) } };
  $known := payer.id ?: "";
  $suffix := $exists(sameName.id) and $known != "" ? " (cus_…" & $substring($known, -6) & ")" : "";
  $cut := function($text, $most) { $substring($text, 0, $most - $length($suffix)) & $suffix };
  $merge([
    $isPerson ? {
      "isPerson": true,
      "firstName": $substring($first, 0, 32),
      "lastName": $cut($last, 32)
    } : {
      "isPerson": false,
      "companyName": $cut($name ?: $setting("defaultCustomerName"), 83)
    },
    $setting("customerNumber") = "stripe" and $known != ""
      ? { "autoName": false, "entityId": $known },
    {
      "subsidiary": { "id": $setting("subsidiary") },
      "currency": { "id": currency.id },
      "terms": $reference("customerTerms"),
      "priceLevel": $reference("customerPriceLevel"),
      $setting("customerIdField"): $known
    },
    $details
  ])
)`

/** What has changed of a customer that NetSuite has already → `changedCustomer`. */
export const CHANGED_CUSTOMER = `(
  ${NAMES}
  ${DETAILS}
  /* A person stays a person, and a company a company. */
  $merge([
    netsuiteCustomer.isperson = "T"
      ? ($splits ? { "firstName": $substring($first, 0, 32), "lastName": $substring($last, 0, 32) })
      : ($name != "" ? { "companyName": $substring($name, 0, 83) }),
    $details
  ])
)`
