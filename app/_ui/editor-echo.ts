/**
 * Tells what an editor has sent from what others have changed. What is typed comes back as the new
 * value, on a busy machine after more was typed: to set it then would throw the newer letters away.
 */
export function createEcho() {
  let sent: string[] = []
  return {
    /** A text that the editor gives out. */
    send: (text: string) => {
      sent.push(text)
      if (sent.length > MOST) sent.shift()
    },
    /** Whether a value is one that the editor gave out itself; then those before it are done too. */
    isOwn: (value: string): boolean => {
      const at = sent.indexOf(value)
      if (at === -1) {
        sent = []
        return false
      }
      sent = sent.slice(at + 1)
      return true
    },
  }
}

const MOST = 200

/** The one place in which two texts differ: what stands there, and what shall. */
export function changedPart(
  before: string,
  after: string,
): { start: number; end: number; text: string } {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start += 1
  let same = 0
  while (same < most - start && before.at(-1 - same) === after.at(-1 - same)) same += 1
  return { start, end: before.length - same, text: after.slice(start, after.length - same) }
}
