'use client'

import { Anchor, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../_client/trpc.tsx'
import { ConnectionChecks } from '../_connections/connection-checks.tsx'
import { Failure } from '../_ui/failure.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import type { Installing } from './use-template-screen.tsx'
import classes from './use-template-screen.module.css'

interface PrerequisitesStepProps {
  installing: Installing
  onNext: () => void
}

/** What has to be there first, checked in both accounts just now. */
export function PrerequisitesStep({ installing, onNext }: PrerequisitesStepProps) {
  const trpc = useTRPC()
  const { templateId, integrationId } = installing
  const checks = useQuery(
    trpc.templates.prerequisites.queryOptions({ templateId, integrationId }, { staleTime: 0 }),
  )
  const missing = checks.data?.filter((one) => !one.ok) ?? []
  const fields = missing.filter((one) => one.about === 'field')
  return (
    <>
      <p className={classes.lead} role="status">
        {checks.isFetching
          ? 'Asking Stripe and NetSuite…'
          : missing.length === 0
            ? 'Everything that the flow needs is there.'
            : `${missing.length} of ${checks.data?.length ?? 0} are missing. You can go on and mend them later; records that need them will be reported.`}
      </p>
      {checks.error && <Failure error={checks.error} />}
      {checks.isLoading && <WaitingRows rows={6} />}
      {checks.data && <ConnectionChecks checks={inOrder(checks.data)} />}
      {fields.length > 0 && (
        <p className={classes.lead}>
          An administrator can create all custom fields and both scripts at once with the{' '}
          <Anchor href="/api/netsuite-project" size="sm" underline="always">
            NetSuite project
          </Anchor>{' '}
          (a ZIP file for SuiteCloud CLI; how is in its README).
        </p>
      )}
      <div className={classes.foot}>
        <Button variant="default" loading={checks.isFetching} onClick={() => void checks.refetch()}>
          Check again
        </Button>
        <Button onClick={onNext}>Next</Button>
      </div>
    </>
  )
}

/** What is missing first: that is what one has come to see. */
function inOrder<T extends { ok: boolean }>(checks: readonly T[]): T[] {
  return checks.toSorted((a, b) => Number(a.ok) - Number(b.ok))
}
