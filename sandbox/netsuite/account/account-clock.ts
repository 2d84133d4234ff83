import type { MiddlewareHandler } from 'hono'
import type { SandboxEnv } from '../../context.ts'
import type { AccountStore } from './account.ts'

/** NetSuite's own clock, which need not agree with that of its clients. */
export interface AccountClock {
  now: () => Date
  /**
   * The moment sign-ins are checked at. Clients sign by their own clocks, which do not follow when
   * the sandbox's is moved: only the setting counts here.
   */
  signInNow: () => Date
  /** Reads the setting before a request and dates the answer by it. */
  middleware: MiddlewareHandler<SandboxEnv>
}

/** A clock that is ahead of `now` by the setting `clockOffsetMs`. */
export function createAccountClock(account: AccountStore, now: () => Date): AccountClock {
  let offset = 0
  const shifted = () => new Date(now().getTime() + offset)
  const signInNow = () => new Date(Date.now() + offset)
  return {
    now: shifted,
    signInNow,
    middleware: async (c, next) => {
      offset = (await account.get()).settings.clockOffsetMs
      await next()
      if (offset !== 0) c.res.headers.set('Date', signInNow().toUTCString())
    },
  }
}
