import type { Engine } from '#engine/api.ts'
import { server } from './engine.ts'
import { auth, findPerson, type Person } from './session.ts'

/** What every procedure is given. */
export interface Context {
  engine: Engine
  /** Null = not signed in; only `open` procedures run then. */
  person: Person | null
}

/** Makes the context of one HTTP request. */
export async function createContext({ req }: { req: Request }): Promise<Context> {
  const { engine } = await server()
  return { engine, person: await findPerson(await auth(), req.headers) }
}
