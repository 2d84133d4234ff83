import type { Context, Hono } from 'hono'
import type { HttpBindings } from '@hono/node-server'
import type postgres from 'postgres'
import type { CallLog } from './calls.ts'
import type { Clock } from './clock.ts'
import type { Faults } from './faults.ts'

/** What each stand-in system is given: its database, its clock and the shared trouble-makers. */
export interface SandboxContext {
  /** Connection to the Postgres that holds all sandbox state, in the schema `sandbox`. */
  sql: postgres.Sql
  /** The sandbox's clock, UTC. Tests may move it. */
  now: () => Date
  /** The clock behind `now`, where there is one that can be moved. */
  clock?: Clock
  faults: Faults
  calls: CallLog
  /** Registers what has to be stopped before the database is let go. */
  onClose?: (stop: () => Promise<void>) => void
}

export type SandboxEnv = { Bindings: HttpBindings; Variables: { raw: string } }
export type SandboxApp = Hono<SandboxEnv>
export type SandboxRequest = Context<SandboxEnv>
