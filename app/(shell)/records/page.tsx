import type { Metadata } from 'next'
import { RecordsScreen } from '../../_records/records-screen.tsx'
import { requirePerson } from '../../_server/session.ts'

export const metadata: Metadata = { title: 'Records' }

export default async function RecordsPage() {
  await requirePerson()
  return <RecordsScreen />
}
