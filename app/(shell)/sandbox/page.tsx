import type { Metadata } from 'next'
import { SandboxScreen } from '../../_sandbox/sandbox-screen.tsx'
import { requirePerson } from '../../_server/session.ts'

export const metadata: Metadata = { title: 'Sandbox' }

export default async function SandboxPage() {
  await requirePerson()
  return <SandboxScreen />
}
