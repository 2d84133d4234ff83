interface RecordTypeName {
  value: string
  label: string
}

/** The record types whose fields are worth reading: those that flows map from and to. */
export const RECORD_TYPES: Record<
  'stripe' | 'netsuite',
  readonly [RecordTypeName, ...RecordTypeName[]]
> = {
  stripe: [
    { value: 'invoice', label: 'Invoice' },
    { value: 'customer', label: 'Customer' },
    { value: 'payment_intent', label: 'Payment intent' },
    { value: 'charge', label: 'Charge' },
    { value: 'refund', label: 'Refund' },
    { value: 'credit_note', label: 'Credit note' },
    { value: 'product', label: 'Product' },
  ],
  netsuite: [
    { value: 'invoice', label: 'Invoice' },
    { value: 'customer', label: 'Customer' },
    { value: 'customerPayment', label: 'Customer payment' },
    { value: 'creditMemo', label: 'Credit memo' },
    { value: 'customerRefund', label: 'Customer refund' },
    { value: 'serviceSaleItem', label: 'Service item' },
    { value: 'nonInventorySaleItem', label: 'Non-inventory item' },
  ],
}
