import { randomUUID } from 'node:crypto'
import type { AccountStore } from '../account/account.ts'
import type { Hook } from '../account/hook-schema.ts'

/** What happened to the record, as `context.type` of a user event says it. */
type Change = 'create' | 'edit' | 'delete'

/** Runs the account's user-event script. */
export interface UserEvents {
  /** After a record was saved or removed, by the API as well as by a person. Never throws. */
  afterSubmit: (type: string, id: string, change: Change) => Promise<void>
}

/** NetSuite gives up a call of a script after 45 s; nobody here should wait for that. */
const PATIENCE_MS = 5_000

/**
 * The stand-in for public/netsuite/tributary-user-event.js. Like the real script it runs before the save
 * is answered, and a call that fails fails nothing else.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_4407992070.html
 */
export function createUserEvents(account: AccountStore): UserEvents {
  return {
    afterSubmit: async (type, id, change) => {
      const { hook } = (await account.get()).settings
      const name = type.toLowerCase()
      if (!hook || hook.types?.includes(name) === false) return
      if (Math.random() < (hook.drop ?? 0)) return
      const notice = { type: name, id, event: change, eventId: `${name}-${id}-${randomUUID()}` }
      const times = Math.random() < (hook.duplicate ?? 0) ? 2 : 1
      for (let time = 1; time <= times; time += 1) await call(hook, notice)
    },
  }
}

async function call({ url, token }: Hook, notice: object): Promise<void> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hook-token': token },
      body: JSON.stringify(notice),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await answer.body?.cancel()
  } catch {
    // The script logs it and lets the record be saved.
  }
}
