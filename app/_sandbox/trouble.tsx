'use client'

import { Button } from '@mantine/core'
import { IconBolt } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import { FaultForm } from './fault-form.tsx'
import { faultText, TROUBLES, type Trouble as Kind } from './fault-text.ts'
import type { SandboxSystem } from './list-words.ts'
import classes from './trouble.module.css'

/** Buttons that make a system misbehave, and the faults that are set. */
export function Trouble({ system }: { system: SandboxSystem }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useMay('builder')
  const [chosen, setChosen] = useState<Kind | null>(null)
  const overview = useQuery(
    trpc.sandbox.overview.queryOptions(undefined, { refetchInterval: 3_000 }),
  )
  const clear = useMutation(
    trpc.sandbox.clearFaults.mutationOptions({
      onError: tellFailure,
      onSettled: () => queryClient.invalidateQueries(trpc.sandbox.overview.queryFilter()),
    }),
  )
  const faults = overview.data?.faults[system] ?? []
  return (
    <div className={classes.trouble}>
      {mayChange && (
        <div className={classes.buttons} role="group" aria-label="Trouble">
          <span className={classes.label}>Trouble</span>
          {TROUBLES.map((one) => (
            <Button
              key={one.name}
              variant="default"
              size="compact-xs"
              title={one.about}
              onClick={() => setChosen(one)}
            >
              {one.name}
            </Button>
          ))}
        </div>
      )}
      {faults.length > 0 && (
        <div className={classes.present}>
          <ul className={classes.faults} aria-label="Present faults">
            {faults.map((fault, index) => (
              <li key={`${index}-${faultText(fault)}`}>
                <IconBolt size={13} aria-hidden="true" />
                {faultText(fault)}
              </li>
            ))}
          </ul>
          {mayChange && (
            <Button
              variant="default"
              size="compact-xs"
              loading={clear.isPending}
              onClick={() => clear.mutate({ system })}
            >
              Clear faults
            </Button>
          )}
        </div>
      )}
      {chosen && <FaultForm system={system} trouble={chosen} onClose={() => setChosen(null)} />}
    </div>
  )
}
