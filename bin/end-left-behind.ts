import { setTimeout as pause } from 'node:timers/promises'
import { isAlive } from './file-lock.mjs'
import { leftBehind } from './running-file.ts'

const POLL_MS = 50
const GRACE_MS = 10_000

/**
 * Ends what an `npm start` on this home folder that was killed left running, and waits for it: the
 * ports are free afterwards. Its guard does the same, unless it was killed too. `onStep` hears that
 * it takes a while.
 */
export async function endLeftBehind(home: string, onStep: (text: string) => void): Promise<void> {
  const left = leftBehind(home)
  if (left.length === 0) return
  onStep('Tributary was killed and left processes behind; ending them first …')
  signal(left, 'SIGTERM')
  for (const end = Date.now() + GRACE_MS; left.some(isAlive) && Date.now() < end;) {
    await pause(POLL_MS)
  }
  signal(left.filter(isAlive), 'SIGKILL')
  while (left.some(isAlive)) await pause(POLL_MS)
}

function signal(identities: string[], name: NodeJS.Signals) {
  for (const identity of identities) {
    try {
      process.kill(Number(identity.split(' ')[0]), name)
    } catch {
      // It has just ended.
    }
  }
}
