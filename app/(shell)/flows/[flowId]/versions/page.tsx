import type { Metadata } from 'next'
import { FlowScreen } from '../../../../_flows/flow-screen.tsx'
import { requirePerson } from '../../../../_server/session.ts'

export const metadata: Metadata = { title: 'Versions' }

export default async function VersionsPage({ params }: { params: Promise<{ flowId: string }> }) {
  await requirePerson()
  const { flowId } = await params
  return <FlowScreen flowId={decodeURIComponent(flowId)} opens="versions" />
}
