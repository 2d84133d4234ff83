/** The host of an address for a node's card; the text itself when it is no address. */
export function hostOf(address: unknown): string {
  if (typeof address !== 'string' || address === '') return 'no address yet'
  return URL.canParse(address) ? new URL(address).host : address
}
