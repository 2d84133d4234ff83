import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { isNew } from '../_server/session.ts'
import { WelcomeForm } from './welcome-form.tsx'

export const metadata: Metadata = { title: 'Welcome' }

export default async function WelcomePage() {
  if (!(await isNew())) redirect('/')
  return <WelcomeForm />
}
