import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { RunScreen } from '../../../_runs/run-screen.tsx'
import { requirePerson } from '../../../_server/session.ts'

type Params = Promise<{ runId: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  return { title: `Run ${(await params).runId}` }
}

export default async function RunPage({ params }: { params: Params }) {
  await requirePerson()
  const { runId } = await params
  if (!/^[1-9]\d{0,14}$/.test(runId)) notFound()
  return <RunScreen runId={Number(runId)} />
}
