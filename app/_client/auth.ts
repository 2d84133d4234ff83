import { createAuthClient } from 'better-auth/react'

const client = createAuthClient({ basePath: '/api/auth' })

/** Null when it worked, else a sentence for the form. */
export type Refusal = string | null

export async function signIn(values: { email: string; password: string }): Promise<Refusal> {
  const { error } = await client.signIn.email(values)
  return error ? sentence(error) : null
}

export async function createOwner(values: {
  code: string
  name: string
  email: string
  password: string
}): Promise<Refusal> {
  const { error } = await client.$fetch('/create-owner', { method: 'POST', body: values })
  return error ? sentence(error) : null
}

export async function signOut(): Promise<void> {
  await client.signOut()
  location.assign('/sign-in')
}

function sentence(error: { status: number; message?: string }): string {
  if (error.status === 401) return 'E-mail or password is not right.'
  if (error.status === 429) return 'Too many tries. Wait a minute, then try again.'
  return error.message ?? 'The server did not answer. Try again in a moment.'
}
