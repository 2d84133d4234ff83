import type { Metadata } from 'next'
import { requirePerson } from '../../../_server/session.ts'
import { TemplateScreen } from '../../../_templates/template-screen.tsx'

export const metadata: Metadata = { title: 'Template' }

export default async function TemplatePage({
  params,
}: {
  params: Promise<{ templateId: string }>
}) {
  await requirePerson()
  const { templateId } = await params
  return <TemplateScreen templateId={decodeURIComponent(templateId)} />
}
