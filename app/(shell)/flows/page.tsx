import type { Metadata } from 'next'
import { FlowsScreen } from '../../_flows/flows-screen.tsx'
import { requirePerson } from '../../_server/session.ts'

export const metadata: Metadata = { title: 'Flows' }

export default async function FlowsPage() {
  await requirePerson()
  return <FlowsScreen />
}
