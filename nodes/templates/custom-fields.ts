/** A custom field that the flows keep in NetSuite, and what its administrator creates for it. */
export interface CustomField {
  /** Key of the setting that holds the field's id. */
  setting: string
  id: string
  label: string
  /** `transaction` stands for all transaction types, `line` for their lines. */
  record: 'customer' | 'transaction' | 'line' | 'item'
  type: 'text' | 'url' | 'checkbox' | 'decimal' | 'integer' | 'date' | 'datetime' | 'longText'
  help: string
}

/** Every custom field, for settings, for the check of prerequisites and for the NetSuite project. */
export const CUSTOM_FIELDS: readonly CustomField[] = [
  customer('customerIdField', 'custentity_stripe_customer_id', 'Stripe Customer Id', 'text'),
  customer('portalUrlField', 'custentity_stripe_portal_url', 'Stripe Customer Portal URL', 'url'),
  customer('customerSkipField', 'custentity_stripe_skip', 'Do Not Sync with Stripe', 'checkbox'),
  body('invoiceIdField', 'custbody_stripe_invoice_id', 'Stripe Invoice Id', 'text'),
  body('chargeIdField', 'custbody_stripe_charge_id', 'Stripe Charge Id', 'text'),
  body('paymentIdField', 'custbody_stripe_payment_id', 'Stripe Payment Id', 'text'),
  body('refundIdField', 'custbody_stripe_refund_id', 'Stripe Refund Id', 'text'),
  body('hostedUrlField', 'custbody_stripe_hosted_url', 'Stripe Hosted Invoice URL', 'url'),
  body('pdfUrlField', 'custbody_stripe_pdf_url', 'Stripe Invoice PDF URL', 'url'),
  body('statusField', 'custbody_stripe_status', 'Stripe Status', 'text'),
  body('numberField', 'custbody_stripe_number', 'Stripe Invoice Number', 'text'),
  body(
    'amountRemainingField',
    'custbody_stripe_amount_remaining',
    'Stripe Amount Remaining',
    'decimal',
  ),
  body(
    'nextAttemptField',
    'custbody_stripe_next_attempt',
    'Stripe Next Payment Attempt',
    'datetime',
  ),
  body('attemptCountField', 'custbody_stripe_attempt_count', 'Stripe Attempt Count', 'integer'),
  body('lastErrorField', 'custbody_stripe_last_error', 'Stripe Last Payment Error', 'longText'),
  body('voidReasonField', 'custbody_stripe_void_reason', 'Stripe Void Reason', 'text'),
  body('skipField', 'custbody_stripe_skip', 'Do Not Sync with Stripe', 'checkbox'),
  line('lineIdField', 'custcol_stripe_line_id', 'Stripe Line Id', 'text'),
  line('lineStartField', 'custcol_stripe_period_start', 'Stripe Period Start', 'date'),
  line('lineEndField', 'custcol_stripe_period_end', 'Stripe Period End', 'date'),
  {
    setting: 'productIdField',
    id: 'custitem_stripe_product_id',
    label: 'Stripe Product Id',
    record: 'item',
    type: 'text',
    help: 'Holds the Stripe product that the item stands for.',
  },
]

/**
 * What NovaModule's Stripe app calls the same fields, as far as its help pages tell
 * (https://help.novamodule.com/hc/en-us/articles/9862507310871).
 */
export const NOVAMODULE: Readonly<Record<string, string>> = {
  customerIdField: 'custentity_nm_stripe_customer_id',
  invoiceIdField: 'custbody_nm_stripe_invoice_id',
}

function customer(setting: string, id: string, label: string, type: CustomField['type']) {
  return { setting, id, label, record: 'customer', type, help: `Of customers: ${label}.` } as const
}

function body(setting: string, id: string, label: string, type: CustomField['type']) {
  const help = `Of transactions: ${label}.`
  return { setting, id, label, record: 'transaction', type, help } as const
}

function line(setting: string, id: string, label: string, type: CustomField['type']) {
  return { setting, id, label, record: 'line', type, help: `Of lines: ${label}.` } as const
}
