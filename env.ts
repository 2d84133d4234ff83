import { join, resolve } from 'node:path'
import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)

const schema = z.object({
  /** Address of the web process. */
  PORT: port.default(3000),
  /** Data folder: embedded database, key file, logs. */
  TRIBUTARY_HOME: z.string().min(1).default('.tributary'),
  /** Postgres to use instead of the embedded one. */
  DATABASE_URL: z.string().min(1).optional(),
  TRIBUTARY_SECRET_KEY: z.string().min(16).optional(),
  STRIPE_SANDBOX_PORT: port.default(4242),
  NETSUITE_SANDBOX_PORT: port.default(4243),
  /** The public address of the web process, when it is not http://localhost:PORT. */
  TRIBUTARY_URL: z.url().optional(),
  /** Days that traces and the record index are kept. */
  TRIBUTARY_TRACE_DAYS: z.coerce.number().int().min(1).max(3_650).default(365),
  /** Pages a worker executes at once. */
  TRIBUTARY_WORKER_PAGES: z.coerce.number().int().min(1).max(64).default(4),
})

/** The environment, checked once per process. */
export interface Env {
  port: number
  home: string
  databaseUrl: string | undefined
  secretKey: string | undefined
  keyFile: string
  stripeSandboxPort: number
  netsuiteSandboxPort: number
  url: string
  workerPages: number
  traceDays: number
}

/** Reads and checks the environment; throws a sentence that names the faulty variable. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = schema.safeParse(source)
  if (!parsed.success) {
    const fault = parsed.error.issues[0]
    throw new Error(`Environment variable ${fault?.path.join('.')}: ${fault?.message}.`)
  }
  const env = parsed.data
  const home = resolve(env.TRIBUTARY_HOME)
  return {
    port: env.PORT,
    home,
    databaseUrl: env.DATABASE_URL,
    secretKey: env.TRIBUTARY_SECRET_KEY,
    keyFile: join(home, 'secret.key'),
    stripeSandboxPort: env.STRIPE_SANDBOX_PORT,
    netsuiteSandboxPort: env.NETSUITE_SANDBOX_PORT,
    url: env.TRIBUTARY_URL ?? `http://localhost:${env.PORT}`,
    workerPages: env.TRIBUTARY_WORKER_PAGES,
    traceDays: env.TRIBUTARY_TRACE_DAYS,
  }
}
