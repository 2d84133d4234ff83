import type postgres from 'postgres'

/** A request that is carried out later, as one of the tasks of a job. */
export interface JobTask {
  /** The request as it would have been sent by itself. */
  request: Request
  /** What to do with its answer before it is kept. */
  present?: (answer: KeptAnswer) => KeptAnswer
}

/** The answer to a task, kept until it is asked for. */
export interface KeptAnswer {
  status: number
  location: string | null
  contentType: string | null
  body: string
}

export interface JobState {
  id: string
  progress: 'pending' | 'processing' | 'succeeded' | 'failed'
  tasks: TaskState[]
}

export interface TaskState {
  number: number
  started: Date | null
  ended: Date | null
  answer: KeptAnswer | null
}

/** Carries out requests after they were accepted, and keeps what came of them. */
export interface AsyncJobs {
  /**
   * Takes a job and gives its id, or the id of the job that had this idempotency key before. The
   * tasks run one after another, or at the same time when `parallel`.
   */
  start: (
    tasks: JobTask[],
    options: { idempotencyKey: string | null; parallel: boolean },
  ) => Promise<{ id: string; isNew: boolean }>
  find: (id: string) => Promise<JobState | null>
}

/** Creates the tables of jobs and their tasks, unless they exist. */
export async function createJobTables(tx: postgres.TransactionSql): Promise<void> {
  await tx`create table if not exists sandbox.netsuite_jobs (
    id bigint generated always as identity primary key, idempotency_key text unique)`
  await tx`create table if not exists sandbox.netsuite_tasks (
    job bigint not null references sandbox.netsuite_jobs, number int not null,
    started timestamptz, ended timestamptz,
    status int, location text, content_type text, body text, primary key (job, number))`
}

/** `carryOut` answers one request as the record service would at once. */
export function createAsyncJobs(
  sql: postgres.Sql,
  carryOut: (request: Request) => Promise<Response>,
  now: () => Date,
): AsyncJobs {
  const runTask = async (job: string, number: number, { request, present }: JobTask) => {
    const key = sql`job = ${job} and number = ${number}`
    await sql`update sandbox.netsuite_tasks set started = ${now()} where ${key}`
    const response = await carryOut(request)
    const kept: KeptAnswer = {
      status: response.status,
      location: response.headers.get('location'),
      contentType: response.headers.get('content-type'),
      body: await response.text(),
    }
    const { status, location, contentType, body } = present?.(kept) ?? kept
    await sql`update sandbox.netsuite_tasks set ended = ${now()}, status = ${status},
      location = ${location}, content_type = ${contentType}, body = ${body} where ${key}`
  }
  const runAll = async (job: string, tasks: JobTask[], parallel: boolean) => {
    const steps = tasks.map((task, index) => () => runTask(job, index + 1, task))
    if (parallel) await Promise.all(steps.map((step) => step()))
    else for (const step of steps) await step()
  }
  return {
    start: async (tasks, { idempotencyKey, parallel }) => {
      const id = await sql.begin(async (tx) => {
        const [job] = await tx<{ id: string }[]>`
          insert into sandbox.netsuite_jobs (idempotency_key) values (${idempotencyKey})
          on conflict (idempotency_key) do nothing returning id::text`
        if (!job) return null
        await tx`insert into sandbox.netsuite_tasks
          ${tx(tasks.map((_, index) => ({ job: job.id, number: index + 1 })))}`
        return job.id
      })
      if (id !== null) {
        // Nobody waits for it: that is the point. What goes wrong is a fault of the stand-in.
        runAll(id, tasks, parallel).catch((error: unknown) => console.error(error))
        return { id, isNew: true }
      }
      const [first] = await sql<{ id: string }[]>`
        select id::text from sandbox.netsuite_jobs where idempotency_key = ${idempotencyKey}`
      return { id: first?.id ?? '', isNew: false }
    },
    find: async (id) => {
      if (!/^\d{1,15}$/.test(id)) return null
      const rows = await sql<(KeptAnswer & Omit<TaskState, 'answer'>)[]>`
        select number, started, ended, status, location, content_type as "contentType", body
        from sandbox.netsuite_tasks where job = ${id} order by number`
      if (rows.length === 0) return null
      const tasks = rows.map(({ number, started, ended, ...answer }) => ({
        number,
        started,
        ended,
        answer: ended ? answer : null,
      }))
      return { id, progress: progressOf(tasks), tasks }
    },
  }
}

/** How far tasks are, taken together. */
export function progressOf(tasks: TaskState[]): JobState['progress'] {
  if (tasks.every(({ answer }) => answer)) {
    return tasks.some(({ answer }) => answer && answer.status >= 400) ? 'failed' : 'succeeded'
  }
  return tasks.some(({ started }) => started) ? 'processing' : 'pending'
}
