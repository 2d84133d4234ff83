import { ACCOUNT } from '../account.ts'

/**
 * The address of the page that a customer pays on, at the stand-in itself: of an invoice
 * (`/i/{account}/{token}`) or of a payment link (`/b/{account}/{token}`). `origin` is the address
 * under which the stand-in was asked, `http://127.0.0.1:4242`; `id` an `in_…` or a `plink_…`.
 */
export function hostedLink(origin: string, id: string): string {
  const page = id.startsWith('plink_') ? 'b' : 'i'
  const token = Buffer.from(`${ACCOUNT.id},${id}`).toString('base64url')
  return `${origin}/${page}/${ACCOUNT.id}/test_${token}`
}

/** The address of the invoice as a document: that of its page with `/pdf` behind it. */
export function invoicePdfLink(origin: string, id: string): string {
  return `${hostedLink(origin, id)}/pdf`
}

/** The id behind the two parts of such an address; null for one that was never given out. */
export function resolveHostedLink(account: string, token: string): string | null {
  if (account !== ACCOUNT.id || !token.startsWith('test_')) return null
  const [owner, id] = Buffer.from(token.slice(5), 'base64url').toString('utf8').split(',')
  return owner === ACCOUNT.id && id ? id : null
}
