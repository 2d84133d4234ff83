import { PgBoss, type Queue } from 'pg-boss'

/**
 * The queues. A job is a run or a page, never a record: a job costs Postgres about 3 ms, a page of
 * 100 records shares one. The page's row is the truth and the job only wakes a worker up, so a job
 * delivered twice, late or after a crash does no harm.
 */
export const READ_QUEUE = 'run.read'
export const PAGE_QUEUE = 'run.page'
/** A flow's schedule came round. */
export const SCHEDULE_QUEUE = 'flow.schedule'
/** A webhook told a flow of something. */
export const WEBHOOK_QUEUE = 'flow.webhook'

const QUEUES: Queue[] = [READ_QUEUE, PAGE_QUEUE, SCHEDULE_QUEUE, WEBHOOK_QUEUE].map((name) => ({
  name,
  policy: 'standard',
  notify: true,
  retryLimit: 10,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 60,
  // A worker that stops answering for this long loses its job; one that dies loses it at once,
  // see liveness.ts.
  heartbeatSeconds: 30,
  expireInSeconds: 6 * 3600,
  deleteAfterSeconds: 3600,
}))

/**
 * Opens pg-boss. A process that only sends needs no supervision; workers supervise (expire jobs,
 * run schedules) and listen, so that a job starts within milliseconds of its commit.
 */
export async function openBoss(options: { url: string; worker: boolean }): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: 'tributary queue',
    max: options.worker ? 6 : 2,
    migrate: false,
    supervise: options.worker,
    schedule: options.worker,
    useListenNotify: options.worker,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
    persistQueueStats: false,
  })
  // Without a listener an error event would end the process; pg-boss goes on by itself.
  boss.on('error', (error) => console.error(`queue: ${error.message}`))
  await boss.start()
  for (const queue of QUEUES) await boss.createQueue(queue.name, queue)
  return boss
}
