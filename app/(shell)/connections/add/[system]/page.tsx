import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AddConnectionScreen } from '../../../../_connections/add-connection-screen.tsx'
import { requirePerson } from '../../../../_server/session.ts'

export const metadata: Metadata = { title: 'Add connection' }

export default async function AddConnectionPage({
  params,
}: {
  params: Promise<{ system: string }>
}) {
  await requirePerson()
  const { system } = await params
  if (system !== 'stripe' && system !== 'netsuite') notFound()
  return <AddConnectionScreen system={system} />
}
