// Plain JavaScript, because bootstrap.mjs needs it before anything is installed.
import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const POLL_MS = 100

/**
 * Holds a lock file while `work` runs, so that one process of several does it at a time. A lock
 * whose holder died is taken over.
 *
 * @template T
 * @param {string} file
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withFileLock(file, work) {
  const mine = processIdentity(process.pid)
  mkdirSync(dirname(file), { recursive: true })
  while (!take(file, mine)) {
    const holder = read(file)
    if (holder && !isAlive(holder)) removeStale(file, holder)
    else await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  const release = () => {
    if (read(file) === mine) unlinkSync(file)
  }
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/**
 * Names a process so that another one which later gets the same number is not mistaken for it:
 * number and, on Linux, the start time (field 22 of /proc/<pid>/stat, see proc_pid_stat(5)).
 *
 * @param {number} pid
 * @returns {string}
 */
export function processIdentity(pid) {
  return `${pid} ${processFields(pid)?.[19] ?? '-'}`
}

/**
 * Is the process with this identity still there? One that ended and was not yet collected by its
 * parent (a zombie) is not.
 *
 * @param {string} identity
 * @returns {boolean}
 */
export function isAlive(identity) {
  const pid = Number(identity.split(' ')[0])
  return isPidAlive(pid) && processIdentity(pid) === identity
}

/**
 * Is there a process with this number that has not ended?
 *
 * @param {number} pid
 * @returns {boolean}
 */
export function isPidAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    if (error.code !== 'EPERM') return false
  }
  return processFields(pid)?.[0] !== 'Z'
}

/** Fields of /proc/<pid>/stat from the third (the state) on; null where there is no /proc. */
function processFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in brackets and may itself hold spaces and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

function take(file, mine) {
  // Written aside and linked into place: a lock file is never seen without its holder's name.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, mine)
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  } finally {
    unlinkSync(draft)
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function removeStale(file, holder) {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  // Somebody was quicker and what we moved away is already the next holder's lock: put it back.
  if (read(aside) !== holder) {
    try {
      linkSync(aside, file)
    } catch {
      // A third process holds it by now.
    }
  }
  unlinkSync(aside)
}
