'use client'

import { Anchor, Button, Select } from '@mantine/core'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { ConnectionState } from '../_connections/connection-state.tsx'
import { useConnections } from '../_connections/use-connections.ts'
import type { Installing } from './use-template-screen.tsx'
import classes from './use-template-screen.module.css'

interface ConnectionsStepProps {
  installing: Installing
  integrations: Outputs['connections']['integrations']
  onChoose: (integrationId: string) => void
  onBack: () => void
  onNext: () => void
}

/** Which pair of accounts the flow works with. */
export function ConnectionsStep(props: ConnectionsStepProps) {
  const { installing, integrations, onChoose, onBack, onNext } = props
  const connections = useConnections()
  const chosen = integrations.find((one) => one.id === installing.integrationId)
  const parts = [
    { system: 'stripe', name: 'Stripe', id: chosen?.stripeConnectionId },
    { system: 'netsuite', name: 'NetSuite', id: chosen?.netsuiteConnectionId },
  ]
  const joined = parts.every(({ id }) => id !== null && id !== undefined)
  return (
    <>
      <Select
        label="Integration"
        description="One Stripe account and one NetSuite account that belong together."
        allowDeselect={false}
        disabled={installing.flowId !== null}
        data={integrations.map(({ id, name }) => ({ value: id, label: name }))}
        value={installing.integrationId}
        onChange={(id) => id !== null && onChoose(id)}
        maw={420}
      />
      <div className={classes.systems}>
        {parts.map(({ system, name, id }) => {
          const connection = connections.data?.find((one) => one.id === id)
          return (
            <section key={system} className={classes.system} data-system={system}>
              <h3>{connection?.name ?? `No connection to ${name}`}</h3>
              {connection ? (
                <ConnectionState state={connection.state} />
              ) : (
                <p>
                  <Anchor component={Link} href="/connections" size="sm" underline="always">
                    Add one under Connections
                  </Anchor>{' '}
                  and join it to the integration.
                </p>
              )}
            </section>
          )
        })}
      </div>
      <div className={classes.foot}>
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button disabled={!joined} onClick={onNext}>
          Next
        </Button>
      </div>
    </>
  )
}
