import type { Metadata } from 'next'
import { RunsScreen } from '../../_runs/runs-screen.tsx'
import { requirePerson } from '../../_server/session.ts'

export const metadata: Metadata = { title: 'Runs' }

export default async function RunsPage() {
  await requirePerson()
  return <RunsScreen />
}
