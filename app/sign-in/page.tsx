import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { auth, findPerson, isNew } from '../_server/session.ts'
import { SignInForm } from './sign-in-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage() {
  if (await isNew()) redirect('/welcome')
  if (await findPerson(await auth(), await headers())) redirect('/')
  return <SignInForm />
}
