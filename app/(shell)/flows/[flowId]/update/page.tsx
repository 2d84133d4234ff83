import type { Metadata } from 'next'
import { FlowScreen } from '../../../../_flows/flow-screen.tsx'
import { requirePerson } from '../../../../_server/session.ts'

export const metadata: Metadata = { title: 'Review update' }

export default async function UpdatePage({ params }: { params: Promise<{ flowId: string }> }) {
  await requirePerson()
  const { flowId } = await params
  return <FlowScreen flowId={decodeURIComponent(flowId)} opens="update" />
}
