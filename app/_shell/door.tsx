'use client'

import { Alert, Stack, Text, Title } from '@mantine/core'
import { useState, type FormEventHandler, type ReactNode } from 'react'
import { Brand } from './brand.tsx'
import classes from './door.module.css'

interface DoorProps {
  title: string
  refusal: string | null
  onSubmit: FormEventHandler<HTMLFormElement>
  children: ReactNode
}

/** The frame of the pages before sign-in: one form in the middle. */
export function Door({ title, refusal, onSubmit, children }: DoorProps) {
  return (
    <main className={classes.door}>
      <div className={classes.card}>
        <Brand />
        <Title order={1} mt="lg" mb="md">
          {title}
        </Title>
        <form onSubmit={onSubmit}>
          <Stack gap="sm">
            {children}
            {refusal && (
              <Alert color="red" variant="light" role="alert" p="xs">
                {refusal}
              </Alert>
            )}
          </Stack>
        </form>
      </div>
      <Text size="xs" c="dimmed">
        Keeps Stripe and NetSuite in step.
      </Text>
    </main>
  )
}

/** Sends the form; goes to the start page when it worked, else keeps the sentence to show. */
export function useDoor<Values>(send: (values: Values) => Promise<string | null>) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (values: Values) => {
    setBusy(true)
    const answer = await send(values)
    // A full load, so that nothing of the signed-out pages stays in memory.
    if (answer === null) return location.assign('/')
    setRefusal(answer)
    setBusy(false)
  }
  return { refusal, busy, submit }
}
