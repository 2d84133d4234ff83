import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { z } from 'zod'
import { ROLES, type UserRole } from '#db/schema/people.ts'
import { hasUsers } from '#engine/api.ts'
import { makeAuth, type Auth } from './auth.ts'
import { server } from './engine.ts'

/** Who is signed in. */
export interface Person {
  id: string
  name: string
  email: string
  role: UserRole
}

const person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
})

let made: Promise<Auth> | undefined

/** The sign-in service of this process. */
export function auth(): Promise<Auth> {
  made ??= server()
    .then(({ engine, env }) => makeAuth({ engine, port: env.port, url: env.url }))
    .catch((error: unknown) => {
      made = undefined
      throw error
    })
  return made
}

/** Who sends a request with these headers; null when nobody is signed in. */
export async function findPerson(auth: Auth, headers: Headers): Promise<Person | null> {
  const session = await auth.api.getSession({ headers })
  return session ? person.parse(session.user) : null
}

/** For pages: the visitor, or a redirect to the door that is open to them. */
export const requirePerson = cache(async (): Promise<Person> => {
  const visitor = await findPerson(await auth(), await headers())
  return visitor ?? redirect((await isNew()) ? '/welcome' : '/sign-in')
})

/** True while there is no owner yet. */
export async function isNew(): Promise<boolean> {
  return !(await hasUsers((await server()).engine.database.db))
}
