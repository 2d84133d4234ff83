import type { Metadata } from 'next'
import { ConnectionScreen } from '../../../_connections/connection-screen.tsx'
import { requirePerson } from '../../../_server/session.ts'

export const metadata: Metadata = { title: 'Connection' }

export default async function ConnectionPage({
  params,
}: {
  params: Promise<{ connectionId: string }>
}) {
  await requirePerson()
  const { connectionId } = await params
  return <ConnectionScreen connectionId={decodeURIComponent(connectionId)} />
}
