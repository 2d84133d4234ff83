import type { SandboxApp } from '../../context.ts'
import { changeAccount, type StripeAccount } from './change.ts'
import { dueChanges } from './due-changes.ts'
import { StripeError } from '../protocol/errors.ts'
import type { Sql } from './store.ts'
import type { Due } from './work.ts'

/**
 * Carries out what is due, each at its own moment and in that order: the events of a bank debit
 * that settled on Tuesday are Tuesday's, even when somebody looks on Friday. No timer waits for
 * anything: it happens when the clock is moved or when the next request comes.
 */
function createDue(account: StripeAccount): { run: () => Promise<void> } {
  let running: Promise<void> | null = null
  const runAll = async () => {
    const now = Math.floor(account.now().getTime() / 1000)
    if ((await account.schedule.next()) > now) return
    for (;;) {
      const [due] = await account.sql<Due[]>`
        select kind, id, at::float8 as at from sandbox.stripe_due
        where at <= ${now} order by at, kind, id limit 1`
      if (!due) break
      await carryOut(account, due)
    }
    account.schedule.forget()
  }
  return {
    run: () => {
      running ??= runAll().finally(() => {
        running = null
      })
      return running
    },
  }
}

/** Lets what is due happen before any request is answered, and whenever the clock is moved. */
export function whenDue(app: SandboxApp, account: StripeAccount): void {
  const due = createDue(account)
  app.use(async (_c, next) => {
    await due.run()
    await next()
  })
  account.clock?.onMove(async () => {
    // One that is running may have begun before the move, and seen the old time.
    await due.run()
    await due.run()
  })
}

/** What is refused when its moment has come stays undone: nobody is there to be told. */
async function carryOut(account: StripeAccount, due: Due): Promise<void> {
  try {
    await changeAccount(account, { now: due.at }, async (work, tx) => {
      if (await take(tx, due)) await dueChanges[due.kind](work, due.id)
    })
  } catch (error) {
    if (!(error instanceof StripeError)) throw error
    await take(account.sql, due)
  }
}

/** Takes it off the list; false when another request has done so. */
async function take(sql: Sql, due: Due): Promise<boolean> {
  const taken = await sql`
    delete from sandbox.stripe_due where kind = ${due.kind} and id = ${due.id} and at = ${due.at}
    returning id`
  return taken.length > 0
}
