/** What stands in the place of a secret. */
export const MASKED = '••••••'

/** What secrets of both systems look like, whoever they belong to: keys, and tokens in a header. */
const LOOKS_SECRET = /\b(?:(?:whsec|[rs]k_(?:live|test))_[A-Za-z0-9_]{8,}|Bearer +[\w.~+/=-]{16,})/g

/** Blanks what looks like a secret in a text that another system wrote, such as a refusal. */
export function maskPatterns(text: string): string {
  return text.replaceAll(LOOKS_SECRET, MASKED)
}
