import type { Metadata } from 'next'
import { ConnectionsScreen } from '../../_connections/connections-screen.tsx'
import { requirePerson } from '../../_server/session.ts'

export const metadata: Metadata = { title: 'Connections' }

export default async function ConnectionsPage() {
  await requirePerson()
  return <ConnectionsScreen />
}
