import { loadSecretKey } from '#db/secrets.ts'
import { readEnv } from '../env.ts'
import { openEngine } from './engine.ts'
import { startWorker } from './worker.ts'

const env = readEnv()
if (!env.databaseUrl)
  throw new Error('DATABASE_URL is not set: start the worker through `npm start`.')
const engine = await openEngine({
  databaseUrl: env.databaseUrl,
  secretKey: loadSecretKey({ fromEnv: env.secretKey, keyFile: env.keyFile }),
  pool: env.workerPages * 2 + 6,
  worker: true,
})
const worker = await startWorker(engine, {
  pages: env.workerPages,
  traceDays: env.traceDays,
})
console.log(JSON.stringify({ ready: true, workerId: worker.workerId }))

let stopping = false
const stop = () => {
  if (stopping) return
  stopping = true
  void worker
    .stop()
    .then(() => engine.close())
    .then(() => process.exit(0))
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
