import { Hono } from 'hono'
import type { SandboxEnv } from '../../context.ts'
import type { AccountStore } from './account.ts'
import { errorOfStatus } from '../errors.ts'

/** What NetSuite tells about itself: its time to everybody, its limits to administrators. */
export function systemRoutes(account: AccountStore, now: () => Date): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  app.get('/serverTime', (c) => c.json({ serverTime: now().toISOString() }))
  app.get('/governanceLimits', async (c) => {
    const { concurrencyLimit, administrator } = (await account.get()).settings
    if (!administrator) throw errorOfStatus(403)
    return c.json({
      accountConcurrencyLimit: concurrencyLimit,
      accountUnallocatedConcurrencyLimit: concurrencyLimit,
      integrationConcurrencyLimit: concurrencyLimit,
      integrationLimitType: 'accountLimit',
    })
  })
  return app
}
