/** Fields of the Stripe customer, of the whole NetSuite record in `customerRecord` → `stripeFields`. */
export const STRIPE_CUSTOMER = `(
  $text := function($value) { $value ? $trim($string($value)) : "" };
  $name := $text(customerRecord.isPerson
    ? $text(customerRecord.firstName) & " " & $text(customerRecord.lastName)
    : customerRecord.companyName);

  /* The first address that can be one; the others are kept in the metadata. */
  $emails := [$split($text(customerRecord.email), /[,; ]+/)[$contains($, /^[^@ ]+@[^@ ]+[.][^@ ]+$/)]];

  $lines := customerRecord.addressBook.items;
  $address := function($of) {{
    "line1": $text($of.addr1),
    "line2": $text($of.addr2),
    "city": $text($of.city),
    "state": $text($of.state),
    "postal_code": $text($of.zip),
    "country": $country($of.country.id ?: $of.country.refName)
  }};
  $billing := $lines[defaultBilling = true][0].addressBookAddress;
  $shipping := $lines[defaultShipping = true][0].addressBookAddress;
  $phone := $text(customerRecord.phone);

  $language := customerRecord.language;
  $locale := $lookup("localeMap", $language.refName, $lookup("localeMap", $language.id, ""));

  /* What is blank in NetSuite is not sent, so that Stripe keeps what it has. */
  {
    "name": $name != "" ? $substring($name, 0, 256),
    "email": $emails[0],
    "phone": $phone != "" and $length($phone) <= 20 ? $phone,
    "address": $billing ? $address($billing),
    "shipping": $shipping and $name != "" ? $merge([
      {
        "name": $substring($text($shipping.addressee) ?: $name, 0, 256),
        "address": $address($shipping)
      },
      { "phone": $shipping.addrPhone ? $text($shipping.addrPhone) : ($length($phone) <= 20 and $phone != "" ? $phone) }
    ]),
    "description": $setting("sendComments", false) and $text(customerRecord.comments) != ""
      ? $substring($text(customerRecord.comments), 0, 350),
    "preferred_locales": $locale != "" ? [$locale],
    "tax_exempt": customerRecord.taxable = false and $setting("sendTaxExempt", false) ? "exempt",
    "metadata": $merge([
      {
        "netsuite_entity_id": $text(customerRecord.entityId),
        "netsuite_inactive": customerRecord.isInactive ? "true" : ""
      },
      $count($emails) > 1 ? {
        "netsuite_other_emails": $substring($join($emails[[1..20]], ", "), 0, 500)
      },
      /* Another payload than the one that made the deleted customer: so it is written again. */
      knownCustomer.deleted = true ? { "netsuite_replaces": knownCustomer.id }
    ])
  }
)`

/** Metadata of the Stripe customer that nobody but the flow writes. */
export const OWN_METADATA = ['netsuite_entity_id', 'netsuite_inactive', 'netsuite_other_emails']

/** The customer's tax number as Stripe wants it, by the country it is billed in. */
export const TAX_IDS = `(
  $number := $replace($trim($string(customerRecord.vatRegNumber ?: "")), " ", "");
  $address := customerRecord.addressBook.items[defaultBilling = true][0].addressBookAddress;
  $where := $country($address.country.id ?: $address.country.refName);
  $type := $lookup({
    "AT": "eu_vat", "BE": "eu_vat", "BG": "eu_vat", "HR": "eu_vat", "CY": "eu_vat", "CZ": "eu_vat",
    "DK": "eu_vat", "EE": "eu_vat", "FI": "eu_vat", "FR": "eu_vat", "DE": "eu_vat", "GR": "eu_vat",
    "HU": "eu_vat", "IE": "eu_vat", "IT": "eu_vat", "LV": "eu_vat", "LT": "eu_vat", "LU": "eu_vat",
    "MT": "eu_vat", "NL": "eu_vat", "PL": "eu_vat", "PT": "eu_vat", "RO": "eu_vat", "SK": "eu_vat",
    "SI": "eu_vat", "ES": "eu_vat", "SE": "eu_vat", "GB": "gb_vat", "CH": "ch_vat", "NO": "no_vat",
    "AU": "au_abn", "NZ": "nz_gst", "IN": "in_gst", "CA": "ca_bn", "US": "us_ein", "JP": "jp_trn",
    "SG": "sg_gst", "ZA": "za_vat", "MX": "mx_rfc", "AE": "ae_trn", "SA": "sa_vat", "IS": "is_vat"
  }, $where);
  $setting("sendTaxIds", false) and $number != "" and $type
    ? [{ "type": $type, "value": $number }]
    : []
)`
