import { HomeScreen } from '../_home/home-screen.tsx'
import { requirePerson } from '../_server/session.ts'

export default async function HomePage() {
  await requirePerson()
  return <HomeScreen />
}
