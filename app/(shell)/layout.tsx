import type { ReactNode } from 'react'
import { requirePerson } from '../_server/session.ts'
import { Shell } from '../_shell/shell.tsx'

export default async function ShellLayout({ children }: { children: ReactNode }) {
  return <Shell person={await requirePerson()}>{children}</Shell>
}
