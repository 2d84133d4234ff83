import { ACCOUNT } from '../account.ts'

/**
 * The address of the page that a customer pays on, at the stand-in itself: of an invoice
 * (`/i/{account}/{token}`) or of a payment link (`/b/{account}/{token}`). `origin` is the address
 * under which the stand-in was asked, `http://127.0.0.1:4242`; `id` an `in_…` or a `plink_…`. The
 * link of an invoice ends at some time; `issue` counts the links that took its place.
 */
export function hostedLink(origin: string, id: string, issue = 0): string {
  const page = id.startsWith('plink_') ? 'b' : 'i'
  const parts = [ACCOUNT.id, id, ...(issue > 0 ? [issue] : [])]
  const token = Buffer.from(parts.join(',')).toString('base64url')
  return `${origin}/${page}/${ACCOUNT.id}/test_${token}`
}

/** The address of the invoice as a document: that of its page with `/pdf` behind it. */
export function invoicePdfLink(origin: string, id: string, issue = 0): string {
  return `${hostedLink(origin, id, issue)}/pdf`
}

/** What is behind the two parts of such an address; null for one that was never given out. */
export function resolveHostedLink(
  account: string,
  token: string,
): { id: string; issue: number } | null {
  if (account !== ACCOUNT.id || !token.startsWith('test_')) return null
  const text = Buffer.from(token.slice(5), 'base64url').toString('utf8')
  const [owner, id, issue = '0'] = text.split(',')
  return owner === ACCOUNT.id && id ? { id, issue: Number(issue) } : null
}
