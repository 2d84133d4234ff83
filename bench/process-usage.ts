import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Clock ticks of /proc/<pid>/stat: 100 a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

/**
 * User and system time of a process and all its descendants so far, in seconds; ended descendants
 * that were waited for are in it. 0 for a process that is gone. Linux only (proc(5)).
 */
export function cpuSeconds(pid: number): number {
  const all = readAll()
  const children = Map.groupBy(all.values(), (one) => one.parent)
  const sum = (one: Stat): number =>
    one.ticks + (children.get(one.pid) ?? []).reduce((total, child) => total + sum(child), 0)
  const root = all.get(pid)
  return root ? sum(root) / TICKS_PER_SECOND : 0
}

/** The most memory that a process has held since the last `forgetPeak`, in MB of 2²⁰ bytes. */
export function peakMegabytes(pid: number): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes ?? 0) / 1024
}

/** Starts the peak anew at what the process holds now. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

interface Stat {
  pid: number
  parent: number
  ticks: number
}

/** The parent of a process; 0 when it is gone. */
export function parentOf(pid: number): number {
  return readStat(String(pid))?.parent ?? 0
}

/** The name of a process' program; empty when it is gone. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return ''
  }
}

function readAll(): Map<number, Stat> {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(name) ?? [])
  return new Map(stats.map((stat) => [stat.pid, stat]))
}

function readStat(name: string): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8')
    // The name in parentheses may hold anything; the fields after it are numbers from state on.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return { pid: Number(name), parent: Number(fields[1]), ticks }
  } catch {
    return undefined // it ended between the listing and the reading
  }
}
