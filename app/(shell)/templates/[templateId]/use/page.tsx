import type { Metadata } from 'next'
import { requirePerson } from '../../../../_server/session.ts'
import { UseTemplateScreen } from '../../../../_templates/use-template-screen.tsx'

export const metadata: Metadata = { title: 'Use template' }

export default async function UseTemplatePage({
  params,
}: {
  params: Promise<{ templateId: string }>
}) {
  await requirePerson()
  const { templateId } = await params
  return <UseTemplateScreen templateId={decodeURIComponent(templateId)} />
}
