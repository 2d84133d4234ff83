/** The flow's query and mappings, as an analyst reads and changes them in the designer. */

/**
 * Voided and credited invoices that Stripe does not show as settled, whenever that came about, so that
 * what has to wait is found again; and those that have changed.
 */
export const SOURCE_SQL = `SELECT t.id AS id, t.tranid AS name, t.foreigntotal AS amount, c.symbol AS currency,
  t.status AS status, TO_CHAR(t.trandate, 'YYYY-MM-DD') AS trandate,
  TO_CHAR(t.lastmodifieddate, 'YYYY-MM-DD') AS changed,
  t.$setting("invoiceIdField") AS stripeinvoice, t.$setting("statusField") AS stripestatus,
  t.$setting("skipField") AS held, t.$setting("voidReasonField") AS voidreason
FROM transaction t JOIN currency c ON c.id = t.currency
WHERE t.type = 'CustInvc' AND t.$setting("invoiceIdField") IS NOT NULL
  AND (t.status = 'V' OR (t.status = 'B' AND EXISTS (
    SELECT 1 FROM nexttransactionlinelink l WHERE l.previousdoc = t.id AND l.nexttype = 'CustCred'
  )))
  AND (
    t.$setting("statusField") IS NULL OR t.$setting("statusField") NOT IN ('paid', 'void')
    OR (t.lastmodifieddate >= :since AND t.lastmodifieddate <= :until)
  )`

/** What is to be voided, and why → \`void\`. */
export const VOIDED = `{
  "why": status = "V" ? "voided" : "credited",
  "name": name,
  "id": stripeinvoice,
  "day": status = "V" ? changed : settlement.day,
  "reason": $substring(
    voidreason ?: (settlement.voidReason ?: (
      status = "V" ? "Voided in NetSuite" : "Credited in full in NetSuite"
    )), 0, 500
  )
}`

/** The same for an invoice that is gone. */
export const DELETED = `{
  "why": "deleted",
  "name": name ? name : id,
  "id": sent.id,
  "day": $substring(deletedDate, 0, 10),
  "reason": "Deleted in NetSuite"
}`
