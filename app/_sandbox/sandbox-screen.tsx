'use client'

import { IconFlask } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { useMay } from '../_shell/person.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { ClockControls } from './clock-controls.tsx'
import { Half } from './half.tsx'
import { placeText, readPlace, type Place } from './list-words.ts'
import { RecordDrawer } from './record-drawer.tsx'
import { ResetAndSeed } from './reset-and-seed.tsx'
import classes from './sandbox-screen.module.css'

/** Both stand-in systems, as their users would see them, and the trouble they can give. */
export function SandboxScreen() {
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const mayChange = useMay('builder')
  const present = useQuery(trpc.sandbox.present.queryOptions())
  const place = readPlace(filters.get('open'))
  const open = (one: Place | null) => filters.set({ open: one && placeText(one) })
  return (
    <Page>
      <PageHeader
        title="Sandbox"
        about="Two systems that behave like Stripe and NetSuite, on this machine only."
      >
        {present.data && <ClockControls />}
        {present.data && mayChange && <ResetAndSeed onDone={() => open(null)} />}
      </PageHeader>
      {present.error && <Failure error={present.error} retry={() => void present.refetch()} />}
      {present.isLoading && <WaitingRows rows={12} />}
      {present.data === false && (
        <EmptyState icon={IconFlask} title="This installation has no sandbox">
          It works on connections of your own. Start Tributary with TRIBUTARY_SANDBOX=1 to have the
          two stand-in systems beside them.
        </EmptyState>
      )}
      {present.data && (
        <div className={classes.halves}>
          <Half system="stripe" onOpen={open} />
          <Half system="netsuite" onOpen={open} />
        </div>
      )}
      {place && <RecordDrawer key={placeText(place)} place={place} onOpen={open} />}
    </Page>
  )
}
