import { z } from 'zod'

const schema = z.object({
  /** Interface the web process listens on; set 0.0.0.0 to be reachable from other machines. */
  TRIBUTARY_HOST: z.string().min(1).default('127.0.0.1'),
  /** 1 runs the two stand-in systems beside a database of one's own, 0 never runs them. */
  TRIBUTARY_SANDBOX: z.enum(['0', '1']).optional(),
  /** How many worker processes to run. */
  TRIBUTARY_WORKERS: z.coerce.number().int().min(0).max(64).default(1),
})

/** What only `npm start` reads from the environment. */
export interface StartOptions {
  host: string
  sandbox: boolean
  workers: number
}

/** Reads and checks them. The sandbox runs by default beside the embedded database only. */
export function readStartOptions(source: Record<string, string | undefined>): StartOptions {
  const parsed = schema.safeParse(source)
  if (!parsed.success) {
    const fault = parsed.error.issues[0]
    throw new Error(`Environment variable ${fault?.path.join('.')}: ${fault?.message}.`)
  }
  const { TRIBUTARY_HOST, TRIBUTARY_SANDBOX, TRIBUTARY_WORKERS } = parsed.data
  return {
    host: TRIBUTARY_HOST,
    sandbox: TRIBUTARY_SANDBOX === undefined ? !source.DATABASE_URL : TRIBUTARY_SANDBOX === '1',
    workers: TRIBUTARY_WORKERS,
  }
}
