import { createServer } from 'node:net'

/** A port of 127.0.0.1 that nobody listens on: the wanted one if it is free, else any. */
export async function freePort(wanted: number | null): Promise<number> {
  if (wanted !== null && (await isPortFree(wanted))) return wanted
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' ? address?.port : undefined
      server.close(() => (port ? resolve(port) : reject(new Error('No free port was given.'))))
    })
  })
}

/** Can a server listen on this port of the given host? */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
}
