import type { Metadata } from 'next'
import { SearchFlowsScreen } from '../../../_search/search-flows-screen.tsx'
import { requirePerson } from '../../../_server/session.ts'

export const metadata: Metadata = { title: 'Search in all flows' }

export default async function SearchFlowsPage() {
  await requirePerson()
  return <SearchFlowsScreen />
}
