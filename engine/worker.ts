import { setInterval } from 'node:timers'
import type { Job, WorkOptions } from 'pg-boss'
import { z } from 'zod'
import { dropPartitionsBefore, ensurePartitions } from '#db/partitions.ts'
import { findRunner as findKnownRunner } from '#nodes/runners.ts'
import type { Runner } from '#nodes/runner.ts'
import { probeOffline } from './connections/probe.ts'
import { trimLogs } from './connections/trim-logs.ts'
import { dropRolledSecrets } from './connections/webhook.ts'
import type { Engine } from './engine.ts'
import { PAGE_QUEUE, READ_QUEUE, SCHEDULE_QUEUE, WEBHOOK_QUEUE } from './queue/boss.ts'
import { openClients } from './queue/clients.ts'
import { pageJobSchema, readJobSchema, takingJobSchema } from './queue/jobs.ts'
import { buryDeadWorkers, proveAlive } from './queue/liveness.ts'
import { runPage } from './queue/page.ts'
import { openPlans } from './queue/plan.ts'
import { readRun } from './queue/read.ts'
import type { WorkerContext } from './queue/worker-context.ts'
import { maskPatterns } from './run/mask-patterns.ts'
import { startDelivered, sweepDeliveries } from './start-delivered.ts'
import { startRun } from './start-run.ts'
import { openWaitingRoom } from './waiting.ts'

/** How often the living look for the dead. */
const LOOK_MS = 1_000
const TRIM_MS = 60_000
/** How often events whose job was lost are looked for. */
const SWEEP_MS = 3_000
const PARTITIONS_MS = 3_600_000
const READERS = 4

export interface RunningWorker {
  workerId: string
  /** Takes no more jobs, lets those under way finish, and leaves. */
  stop: () => Promise<void>
}

/** Makes this process a worker: it executes reading, pages and schedules until it is stopped. */
export async function startWorker(
  engine: Engine,
  options: {
    pages: number
    traceDays?: number
    findRunner?: (kindId: string) => Runner | undefined
  },
): Promise<RunningWorker> {
  const { boss, database } = engine
  const liveness = await proveAlive(database)
  const stopping = new AbortController()
  const context: WorkerContext = {
    engine,
    workerId: liveness.workerId,
    clients: openClients(engine, liveness.workerId),
    plans: openPlans(engine),
    findRunner: options.findRunner ?? findKnownRunner,
  }
  await buryDeadWorkers(database, boss)

  // Some may wait for what a run that ends has written; what is missed here is found a second later.
  const waiting = every(LOOK_MS, openWaitingRoom(engine))
  const takeOver = (job: Job<unknown>) => job.retryCount > 0
  const cut = (job: Job<unknown>) => AbortSignal.any([job.signal, stopping.signal])
  await boss.work(READ_QUEUE, workOptions(READERS), ([job]) =>
    forJob(job, async (one) => {
      const { runId } = readJobSchema.parse(one.data)
      await readRun(context, { runId, takeOver: takeOver(one), signal: cut(one) })
    }),
  )
  await boss.work(PAGE_QUEUE, workOptions(options.pages), ([job]) =>
    forJob(job, async (one) => {
      const page = pageJobSchema.parse(one.data)
      const ended = await runPage(context, {
        ...page,
        redelivered: takeOver(one),
        signal: cut(one),
      })
      if (ended) waiting.soon()
    }),
  )
  await boss.work(SCHEDULE_QUEUE, workOptions(1), ([job]) =>
    forJob(job, async (one) => {
      const { flowId } = z.object({ flowId: z.string() }).parse(one.data)
      await startRun(engine, { flowId, trigger: 'schedule' })
    }),
  )
  await boss.work(WEBHOOK_QUEUE, workOptions(1), ([job]) =>
    forJob(job, async (one) => startDelivered(engine, takingJobSchema.parse(one.data).flowId)),
  )

  const housekeeping = [
    waiting,
    every(LOOK_MS, () => buryDeadWorkers(database, boss)),
    every(LOOK_MS, () => probeOffline(engine)),
    every(SWEEP_MS, () => sweepDeliveries(engine)),
    every(TRIM_MS, () => trimLogs(engine)),
    every(TRIM_MS, () => dropRolledSecrets(engine)),
    every(PARTITIONS_MS, () => keepPartitions(engine, options.traceDays)),
  ]
  return {
    workerId: liveness.workerId,
    stop: async () => {
      for (const one of housekeeping) one.stop()
      await Promise.all(
        [READ_QUEUE, PAGE_QUEUE, SCHEDULE_QUEUE, WEBHOOK_QUEUE].map((queue) =>
          boss.offWork(queue, { wait: true }),
        ),
      )
      stopping.abort(new Error('The worker is stopping.'))
      await context.clients.close()
      await liveness.stop()
    },
  }
}

/** Prepares the coming days and drops those whose traces have been kept long enough. */
async function keepPartitions(engine: Engine, traceDays = 365): Promise<void> {
  const now = new Date()
  await ensurePartitions(engine.database.pool, now)
  await dropPartitionsBefore(engine.database.pool, new Date(now.getTime() - traceDays * 86_400_000))
}

function workOptions(concurrency: number): WorkOptions {
  return {
    batchSize: 1,
    localConcurrency: concurrency,
    burstWhenBatchFull: true,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 2,
  }
}

async function forJob(
  job: Job<unknown> | undefined,
  work: (job: Job<unknown>) => Promise<void>,
): Promise<void> {
  if (job) await work(job)
}

/** Calls `work` again and again, never twice at once; a failing call is followed by the next. */
function every(ms: number, work: () => Promise<unknown>): { stop: () => void; soon: () => void } {
  let busy = false
  const call = () => {
    if (busy) return
    busy = true
    work()
      .catch((error: unknown) => console.error(`worker: ${maskPatterns(String(error))}`))
      .finally(() => {
        busy = false
      })
  }
  const timer = setInterval(call, ms)
  timer.unref()
  return { stop: () => clearInterval(timer), soon: call }
}
