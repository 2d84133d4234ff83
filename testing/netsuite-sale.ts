import type { NetSuiteBench } from './netsuite-bench.ts'

/** Adds a customer and gives what makes invoices for it, in US dollars unless told otherwise. */
export async function netSuiteCustomer(
  netsuite: NetSuiteBench,
  currency = '1',
): Promise<{ customer: string; invoice: (amount: number) => Promise<string> }> {
  const { signal } = new AbortController()
  const customer = await netsuite.write.create(
    'customer',
    {
      companyName: `Buyer ${crypto.randomUUID()}`,
      subsidiary: { id: '1' },
      currency: { id: currency },
    },
    signal,
  )
  const { rows } = await netsuite.read.query(
    "SELECT id FROM item WHERE isinactive = 'F' AND itemtype = 'NonInvtPart' ORDER BY id",
    [],
    { limit: 1, signal },
  )
  const item = { id: rows[0]?.id ?? '' }
  return {
    customer,
    invoice: (amount) =>
      netsuite.write.create(
        'invoice',
        {
          entity: { id: customer },
          currency: { id: currency },
          item: { items: [{ item, quantity: 1, rate: amount }] },
        },
        signal,
      ),
  }
}
