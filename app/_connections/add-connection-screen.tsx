'use client'

import { Button, Stack, Stepper, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Fields } from '#nodes/fields.ts'
import type { System } from '#nodes/kind.ts'
import { tellDone } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import { Failure } from '../_ui/failure.tsx'
import { FieldForm } from '../_ui/field-form.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'
import classes from './add-connection-screen.module.css'
import { CONNECTION_TYPES } from './connection-types.ts'
import { EntryOutcome } from './entry-outcome.tsx'
import { NetSuiteSetup } from './netsuite-setup.tsx'
import { PermissionList } from './permission-list.tsx'
import { shownSecrets } from './shown-secrets.ts'
import { StripeSetup } from './stripe-setup.tsx'
import { useConnectionEntry, type ConnectionEntry } from './use-connection-entry.ts'

const LAST_STEP = 2

/** Adds a connection step by step; it is tried out before it is saved. */
export function AddConnectionScreen({ system }: { system: System }) {
  const router = useRouter()
  const mayChange = useMay('admin')
  const [step, setStep] = useState(0)
  const type = CONNECTION_TYPES[system]
  const entry = useConnectionEntry({
    system,
    connection: null,
    asks: { config: true, secret: true },
    onSaved: (connectionId) => {
      tellDone('Connected. Join it to the other system in an integration next.')
      router.push(`/connections/${connectionId}`)
    },
  })
  if (!mayChange) {
    return (
      <Page>
        <Failure error={{ message: 'Connections are added by an admin or the owner. Ask them.' }} />
      </Page>
    )
  }
  const accountMissing = entry.missing.some((field) => field === 'name' || field in type.fields)
  const next = () => {
    if (accountMissing) {
      entry.showFaults()
      setStep(0)
    } else if (step < LAST_STEP) setStep(step + 1)
    else entry.submit()
  }
  return (
    <Page>
      <PageHeader title={`Add connection to ${type.title}`} />
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          next()
        }}
      >
        <Stepper active={step} onStepClick={setStep} size="sm" iconSize={28}>
          <Stepper.Step label="Account">
            <Account entry={entry} fields={type.fields} title={type.title} />
          </Stepper.Step>
          <Stepper.Step label={`In ${type.title}`}>
            <Setup system={system} entry={entry} />
          </Stepper.Step>
          <Stepper.Step label="Keys and test">
            <FieldForm
              fields={shownSecrets(system, entry.values)}
              values={entry.values}
              onChange={entry.setValue}
              faults={entry.faults}
            />
          </Stepper.Step>
        </Stepper>
        {step === LAST_STEP ? (
          <EntryOutcome entry={entry}>
            <Button variant="default" onClick={() => setStep(step - 1)}>
              Back
            </Button>
          </EntryOutcome>
        ) : (
          <div className={classes.buttons}>
            {step === 0 ? (
              <Button variant="default" component={Link} href="/connections">
                Cancel
              </Button>
            ) : (
              <Button variant="default" onClick={() => setStep(step - 1)}>
                Back
              </Button>
            )}
            <Button type="submit">Next</Button>
          </div>
        )}
      </form>
    </Page>
  )
}

interface AccountProps {
  entry: ConnectionEntry
  fields: Fields
  title: string
}

function Account({ entry, fields, title }: AccountProps) {
  return (
    <Stack gap="sm">
      <TextInput
        label="Name"
        required
        placeholder={`${title} production`}
        value={entry.name}
        error={entry.faults.find(({ field }) => field === 'name')?.message}
        onChange={(event) => entry.setName(event.currentTarget.value)}
      />
      <FieldForm
        fields={fields}
        values={entry.values}
        onChange={entry.setValue}
        faults={entry.faults}
      />
    </Stack>
  )
}

function Setup({ system, entry }: { system: System; entry: ConnectionEntry }) {
  const trpc = useTRPC()
  const permissions = useQuery(trpc.connections.permissions.queryOptions({ system }))
  const list = permissions.data && <PermissionList system={system} permissions={permissions.data} />
  return system === 'stripe' ? (
    <StripeSetup permissions={list} />
  ) : (
    <NetSuiteSetup permissions={list} auth={entry.values.auth === 'tba' ? 'tba' : 'oauth2'} />
  )
}
