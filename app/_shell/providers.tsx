'use client'

import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { ApiProvider } from '../_client/trpc.tsx'
import { cssVariablesResolver, theme } from '../_ui/theme.ts'

/** What every page needs around it: the look, messages, and the way to the server. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariablesResolver}
    >
      <Notifications position="bottom-right" autoClose={6_000} />
      <ApiProvider>{children}</ApiProvider>
    </MantineProvider>
  )
}
