import type { JsonObject } from '../json.ts'
import type { SharedSetting } from './settings.ts'

/**
 * What two flows must judge alike: by what an invoice of NetSuite was settled. One marks invoices as
 * paid in Stripe, the other voids them there, and what one does the other must leave alone.
 */

/** Custom fields that the query reads. */
export const SETTLEMENT_FIELDS: readonly string[] = [
  'paymentIdField',
  'refundIdField',
  'voidReasonField',
]

/** Settings that say which credit memos stand for voiding. */
export const SETTLEMENT_SETTINGS: readonly SharedSetting[] = ['creditedAsVoid', 'voidItems']

/** Config of the look-up → `settledBy`: payments, deposits and credit memos applied to the invoice. */
export const SETTLED_BY: JsonObject = {
  sql: `SELECT l.nextdoc AS id, l.nexttype AS type, l.foreignamount AS amount,
  TO_CHAR(t.trandate, 'YYYY-MM-DD') AS day, t.tranid AS name, t.externalid AS externalid,
  t.$setting("paymentIdField") AS stripepayment, t.$setting("refundIdField") AS striperefund,
  t.$setting("voidReasonField") AS voidreason,
  CASE WHEN EXISTS (
    SELECT 1 FROM transactionline i WHERE i.transaction = l.nextdoc AND i.item IS NOT NULL
      AND INSTR(',' || REPLACE('$setting("voidItems")', ' ', '') || ',', ',' || i.item || ',') > 0
  ) THEN 'T' ELSE 'F' END AS voids
FROM nexttransactionlinelink l JOIN transaction t ON t.id = l.nextdoc
WHERE l.previousdoc = :invoice AND l.linktype = 'Payment'`,
  params: [{ name: 'invoice', value: 'id' }],
  ...{ take: 'many', into: 'settledBy', onNone: 'continue', missingMessage: '' },
}

/** Mapping → `settlement`: amounts in NetSuite's decimals. */
export const SETTLEMENT = `(
  $isCredit := function($one) { $one.type = "CustCred" };

  /* What the flows booked for Stripe carries a Stripe id. */
  $fromStripe := function($one) {
    $one.stripepayment ? true
    : $one.striperefund ? true
    : $contains($one.externalid ?: "", /^(inpay|pi|ch|in|re)_/)
  };
  $marks := function($one) { $one.voids = "T" ? true : $one.voidreason ? true : false };
  $credits := [settledBy[$isCredit($)]];
  $payments := [settledBy[$not($isCredit($))]];
  $elsewhere := [settledBy[$not($fromStripe($))]];
  $credited := $count($payments) = 0 and $count($credits) > 0
    and $sumMoney($credits.amount) = $number(amount);
  {
    "creditedInFull": $credited,
    "asVoid": $setting("creditedAsVoid") and $credited and $count($credits[$marks($)]) > 0,
    "voidReason": ($credits.voidreason)[0] ?: null,
    "outside": [$elsewhere[$not($isCredit($))].id],
    "creditMemos": $join([$elsewhere[$isCredit($)].id], ","),
    "numbers": $substring($join([$elsewhere.name], ", "), 0, 500),
    "day": $sort([$elsewhere.day])[-1] ?: null
  }
)`
