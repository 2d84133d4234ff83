import type { MiddlewareHandler } from 'hono'
import type { SandboxEnv } from '../../context.ts'
import type { AccountStore } from './account.ts'

/** Answers every call with a page for people instead of JSON while the setting `html` is on. */
export function maintenancePage(account: AccountStore): MiddlewareHandler<SandboxEnv> {
  return async (_, next) => {
    const { html, htmlStatus } = (await account.get()).settings
    if (!html) return next()
    return new Response(PAGE, {
      status: htmlStatus,
      headers: { 'Content-Type': 'text/html;charset=utf-8' },
    })
  }
}

const PAGE = `<!DOCTYPE html>
<html><head><title>NetSuite - Scheduled Maintenance</title></head>
<body><h1>Scheduled Maintenance</h1>
<p>NetSuite is currently unavailable due to scheduled maintenance. Please try again later.</p>
</body></html>
`
