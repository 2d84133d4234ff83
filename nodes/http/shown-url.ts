const SECRET_NAME = /key|token|secret|password|signature|auth/i

/** An address as the trace may show it: without a password in it, and secret parameters blanked. */
export function shownUrl(url: URL): string {
  if (!url.search && !url.username && !url.password) return url.href
  const shown = new URL(url)
  shown.username = ''
  shown.password = ''
  for (const name of new Set(shown.searchParams.keys())) {
    if (SECRET_NAME.test(name)) shown.searchParams.set(name, '…')
  }
  return shown.href
}
