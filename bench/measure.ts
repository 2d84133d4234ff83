import { z } from 'zod'
import { cpuSeconds, forgetPeak, peakMegabytes } from './process-usage.ts'
import type { Target } from './target.ts'

/** One run of one target. */
export interface Measured {
  target: string
  records: number
  wallMs: number
  /** User and system time of everything the target runs, Postgres with it. */
  cpuSeconds: number
  peakMegabytes: number
  /** Per record read; null for a target that keeps no trace. */
  traceBytes: number | null
  /** Writes at the sink at once; tells something only when the sink takes its time. */
  mostInFlight: number
}

const statsSchema = z.object({
  expected: z.number(),
  received: z.number(),
  mostInFlight: z.number(),
  distinct: z.number(),
  duplicates: z.number(),
  mismatches: z.number(),
})

/** Runs a target once. Throws unless the sink then holds each expected record once, and no other. */
export async function measure(
  target: Target,
  run: { base: string; records: number; delayMs: number },
) {
  const { base, records, delayMs } = run
  await fetch(`${base}/reset?count=${records}&delay=${delayMs}`, { method: 'POST' })
  const traceBefore = await target.traceBytes?.()
  forgetPeak(target.mainPid)
  const cpuBefore = cpuOf(target)
  const began = performance.now()
  await target.run()
  const wallMs = performance.now() - began
  const cpu = cpuOf(target) - cpuBefore
  const peak = peakMegabytes(target.mainPid)
  const traceAfter = await target.traceBytes?.()
  const answer = await fetch(`${base}/stats?verify=1`)
  const stats = statsSchema.parse(await answer.json())
  const { expected, received, distinct, duplicates, mismatches } = stats
  if (received !== expected || distinct !== expected || duplicates > 0 || mismatches > 0) {
    throw new Error(
      `${target.name}: the sink does not hold what it should: ${JSON.stringify(stats)}`,
    )
  }
  const measured: Measured = {
    target: target.name,
    records,
    wallMs,
    cpuSeconds: cpu,
    peakMegabytes: peak,
    traceBytes:
      traceAfter === undefined ? null : Math.round((traceAfter - (traceBefore ?? 0)) / records),
    mostInFlight: stats.mostInFlight,
  }
  return measured
}

function cpuOf(target: Target): number {
  return target.pids().reduce((sum, pid) => sum + cpuSeconds(pid), 0)
}
