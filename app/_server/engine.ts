import { loadSecretKey } from '#db/secrets.ts'
import { openEngine, type Engine } from '#engine/api.ts'
import { readEnv, type Env } from '../../env.ts'

declare global {
  // A development server loads this file again at each change: the engine must survive that.
  var tributaryServer: Promise<Server> | undefined
}

/** What one web process holds: the environment and the engine's handle. */
export interface Server {
  env: Env
  engine: Engine
}

/** The one engine handle of this process, opened at the first request. */
export function server(): Promise<Server> {
  globalThis.tributaryServer ??= open().catch((error: unknown) => {
    // The database may come up a moment later: the next request tries again.
    globalThis.tributaryServer = undefined
    throw error
  })
  return globalThis.tributaryServer
}

async function open(): Promise<Server> {
  const env = readEnv()
  if (!env.databaseUrl) {
    throw new Error('DATABASE_URL is not set. Start Tributary with `npm start`, which sets it.')
  }
  const secretKey = loadSecretKey({ fromEnv: env.secretKey, keyFile: env.keyFile })
  const engine = await openEngine({ databaseUrl: env.databaseUrl, secretKey })
  return { env, engine }
}
