import { join } from 'node:path'
import { ROOT } from './root.ts'
import type { SupervisedOptions } from './supervised.ts'

/** The part of a supervised process that says what it is. */
export type Service = Pick<SupervisedOptions, 'name' | 'args' | 'env' | 'isReady' | 'graceMs'>

/** Everything a process of ours is told through its environment. */
export interface ServiceEnv {
  home: string
  databaseUrl: string
  port: number
  url: string
  sandbox: { stripeUrl: string; netsuiteUrl: string } | null
}

/** The two stand-in systems. */
export function sandboxService(env: ServiceEnv): Service {
  return {
    name: 'sandbox',
    args: [join(ROOT, 'sandbox/main.ts')],
    env: variables(env),
    isReady: (line) => line !== null && line.startsWith('{') && line.includes('"netsuite"'),
    graceMs: 5_000,
  }
}

/**
 * Node's arguments for a worker. Its space for young objects stays small: Node lets it grow while
 * the sources are loaded and keeps it, 120 MB that serve nothing (measured: 165 instead of 286 MB
 * when ready, at the same speed).
 */
export const WORKER_ARGS = ['--max-semi-space-size=8', join(ROOT, 'engine/main.ts')]

/** One heap of the C library per thread is what compressing pages would fill: 25 MB more. */
export const WORKER_ENV = { MALLOC_ARENA_MAX: '2' }

/** A worker; `index` from 0. */
export function workerService(env: ServiceEnv, index: number): Service {
  return {
    name: index === 0 ? 'worker' : `worker-${index + 1}`,
    args: WORKER_ARGS,
    env: { ...variables(env), ...WORKER_ENV },
    isReady: (line) => line !== null && line.includes('"ready":true'),
    // It finishes the pages it has in hand first.
    graceMs: 60_000,
  }
}

/** The web process: a production build, or Next's development server. */
export function webService(env: ServiceEnv, options: { host: string; dev: boolean }): Service {
  const next = join(ROOT, 'node_modules/next/dist/bin/next')
  const address = options.host === '0.0.0.0' ? '127.0.0.1' : options.host
  return {
    name: 'web',
    args: [next, options.dev ? 'dev' : 'start', '-p', String(env.port), '-H', options.host],
    env: {
      ...variables(env),
      NODE_ENV: options.dev ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    isReady: (line) => line === null && answers(`http://${address}:${env.port}/api/health`),
    graceMs: 10_000,
  }
}

function variables(env: ServiceEnv): Record<string, string> {
  const sandbox: Record<string, string> = env.sandbox
    ? {
        STRIPE_SANDBOX_PORT: new URL(env.sandbox.stripeUrl).port,
        NETSUITE_SANDBOX_PORT: new URL(env.sandbox.netsuiteUrl).port,
      }
    : {}
  return {
    ...sandbox,
    TRIBUTARY_HOME: env.home,
    DATABASE_URL: env.databaseUrl,
    PORT: String(env.port),
    TRIBUTARY_URL: env.url,
  }
}

/** Any answer will do: what is unwell is for the health page to say. */
async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(30_000) })
    return true
  } catch {
    return false
  }
}
