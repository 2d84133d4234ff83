/** Nodes in one row of the drawing. */
const ROW = 25

/**
 * A flow document of so many nodes: rows of filters, maps and branches, joined from left to right, as
 * JSON to be imported. The last node is a mapping, with samples.
 */
export function largeFlow(size: number, samples: number) {
  const ids = Array.from({ length: size - 1 }, (_, index) => `n${index}`)
  const nodes = ids.map((id, index) => ({
    id,
    ...kindOf(index),
    version: 1,
    name: `Step ${index + 1}`,
    position: { x: (index % ROW) * 312, y: Math.floor(index / ROW) * 184 },
  }))
  const map = {
    id: 'map',
    kind: 'transform.map',
    version: 1,
    name: 'Map invoice',
    config: { mapping: MAPPING },
    position: { x: 312, y: -200 },
  }
  return {
    format: 1,
    name: `Canvas of ${size} nodes`,
    nodes: [map, ...nodes],
    edges: ids.slice(1).flatMap((to, index) => {
      // A row begins at a branch of the row above, so that there is no edge across the drawing.
      const from = (index + 1) % ROW === 0 ? index + 1 - ROW + 2 : index
      const branches = from % 7 === 2
      return [{ from: `n${from}`, port: branches ? 'otherwise' : 'out', to }]
    }),
    samples: Array.from({ length: samples }, (_, index) => ({
      node: 'map',
      name: `Invoice ${index + 1}`,
      record: invoice(index),
    })),
  }
}

function kindOf(index: number) {
  if (index === 0) return { kind: 'stripe.list-source', config: { object: 'invoice' } }
  if (index % 7 === 2) {
    const rows = ['Paid', 'Open'].map((name) => ({ name, condition: `status = "${name}"` }))
    return { kind: 'transform.branch', config: { rows } }
  }
  if (index % 3 === 0) return { kind: 'transform.map', config: { mapping: MAPPING } }
  const reason = 'Nothing to be paid.'
  return {
    kind: 'transform.filter',
    config: { rows: [{ condition: `total > ${index}`, reason }] },
  }
}

const MAPPING = `{
  "tranId": number,
  "memo": description ? description : "Stripe " & number,
  "tranDate": $fromMillis(created * 1000, "[Y0001]-[M01]-[D01]"),
  "currency": $uppercase(currency),
  "total": total / 100,
  "item": { "items": [lines.data.{ "description": description, "quantity": quantity, "amount": amount / 100 }] }
}`

function invoice(index: number) {
  return {
    id: `in_${index}`,
    number: `A-${1_000 + index}`,
    created: 1_700_000_000 + index * 3_600,
    currency: 'usd',
    status: 'paid',
    total: 12_000 + index,
    lines: {
      data: [1, 2, 3].map((line) => ({
        description: `Line ${line}`,
        quantity: line,
        amount: 4_000 * line,
      })),
    },
  }
}
