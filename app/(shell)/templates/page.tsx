import type { Metadata } from 'next'
import { requirePerson } from '../../_server/session.ts'
import { TemplatesScreen } from '../../_templates/templates-screen.tsx'

export const metadata: Metadata = { title: 'Templates' }

export default async function TemplatesPage() {
  await requirePerson()
  return <TemplatesScreen />
}
