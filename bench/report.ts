import type { Measured } from './measure.ts'

/** The medians of one target's runs, and how it compares with the two programs. */
export interface Summary {
  target: string
  runs: number
  wallMs: number
  recordsPerSecond: number
  /** Seconds for 10,000 records. */
  cpuSeconds: number
  peakMegabytes: number
  traceBytes: number | null
  mostInFlight: number
  /** Medians of the rounds' ratios: above 1 = faster (or less CPU) than the program. */
  speedVsC: number | null
  speedVsD: number | null
  cpuVsC: number | null
  cpuVsD: number | null
}

/** Summaries in the order the targets first ran. Round n of one is compared with round n of another. */
export function summarise(measured: readonly Measured[]): Summary[] {
  const byTarget = Map.groupBy(measured, (one) => one.target)
  return [...byTarget].map(([target, runs]) => {
    const ratios = (other: string, of: (one: Measured) => number) =>
      medianRatio(byTarget.get(other)?.map(of), runs.map(of))
    const wallMs = median(runs.map((one) => one.wallMs))
    const records = runs[0]?.records ?? 0
    return {
      target,
      runs: runs.length,
      wallMs,
      recordsPerSecond: (records / wallMs) * 1000,
      cpuSeconds: (median(runs.map((one) => one.cpuSeconds)) / records) * 10_000,
      peakMegabytes: Math.max(...runs.map((one) => one.peakMegabytes)),
      traceBytes: medianOrNull(runs.flatMap((one) => one.traceBytes ?? [])),
      mostInFlight: Math.max(...runs.map((one) => one.mostInFlight)),
      speedVsC: ratios('c', (one) => one.wallMs),
      speedVsD: ratios('d', (one) => one.wallMs),
      cpuVsC: ratios('c', (one) => one.cpuSeconds),
      cpuVsD: ratios('d', (one) => one.cpuSeconds),
    }
  })
}

const COLUMNS: [string, (one: Summary) => string][] = [
  ['', (one) => one.target],
  ['wall s', (one) => (one.wallMs / 1000).toFixed(2)],
  ['records/s', (one) => one.recordsPerSecond.toFixed(0)],
  ['CPU s/10k', (one) => one.cpuSeconds.toFixed(2)],
  ['peak MB', (one) => one.peakMegabytes.toFixed(0)],
  ['trace B/rec', (one) => (one.traceBytes === null ? '–' : one.traceBytes.toFixed(0))],
  ['in flight', (one) => String(one.mostInFlight)],
  ['speed ÷ c', (one) => factor(one.speedVsC)],
  ['speed ÷ d', (one) => factor(one.speedVsD)],
  ['CPU ÷ c', (one) => factor(inverse(one.cpuVsC))],
  ['CPU ÷ d', (one) => factor(inverse(one.cpuVsD))],
]

/** The summaries as a table for a terminal. */
export function table(summaries: readonly Summary[]): string {
  const cells = [
    COLUMNS.map(([title]) => title),
    ...summaries.map((one) => COLUMNS.map(([, show]) => show(one))),
  ]
  const widths = COLUMNS.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
  return cells.map(line).join('\n')
}

function factor(value: number | null): string {
  return value === null ? '–' : value.toFixed(2)
}

function inverse(value: number | null): number | null {
  return value === null ? null : 1 / value
}

function medianRatio(others: number[] | undefined, own: number[]): number | null {
  return medianOrNull(
    (others ?? []).flatMap((other, round) => (own[round] ? other / own[round] : [])),
  )
}

function medianOrNull(values: number[]): number | null {
  return values.length > 0 ? median(values) : null
}

/** The middle value; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN
  return (upper + lower) / 2
}
