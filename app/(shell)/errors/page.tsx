import type { Metadata } from 'next'
import { ErrorsScreen } from '../../_errors/errors-screen.tsx'
import { requirePerson } from '../../_server/session.ts'

export const metadata: Metadata = { title: 'Errors' }

export default async function ErrorsPage() {
  await requirePerson()
  return <ErrorsScreen />
}
