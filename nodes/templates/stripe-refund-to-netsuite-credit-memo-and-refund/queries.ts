/** What NetSuite has of the payment: customer payments, deposits and cash sales that name it. */
export const MONEY = `SELECT id, type, tranid, foreigntotal AS total, foreignpaymentamountunused AS unused
FROM transaction
WHERE type IN ('CustPymt', 'CustDep', 'CashSale') AND voided = 'F'
  AND ($setting("paymentIdField") = :payment
    OR $setting("chargeIdField") = :charge
    OR externalid IN (:payment, :charge, :ofCharge))`

/** The invoices that a customer payment is applied to. */
export const PAID_INVOICES = `SELECT i.id, i.tranid, i.foreigntotal, i.foreignamountunpaid
FROM nexttransactionlinelink l JOIN transaction i ON i.id = l.previousdoc
WHERE l.nextdoc = :payment AND i.type = 'CustInvc'`

/** Credit memos that were made of the invoice before, this refund’s own left out. */
export const CREDITED = `SELECT m.id, m.tranid, ABS(m.foreigntotal) AS total
FROM transaction m JOIN transactionline l ON l.transaction = m.id AND l.mainline = 'T'
WHERE m.type = 'CustCred' AND m.voided = 'F' AND l.createdfrom = :invoice
  AND NVL(m.externalid, '-') <> :own`
