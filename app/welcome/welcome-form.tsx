'use client'

import { Button, PasswordInput, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { createOwner } from '../_client/auth.ts'
import { Door, useDoor } from '../_shell/door.tsx'

const LEAST = 10

export function WelcomeForm() {
  const form = useForm({
    initialValues: { code: '', name: '', email: '', password: '' },
    validate: {
      password: (value) =>
        value.length < LEAST ? `Use ${LEAST} characters or more; a few words are fine.` : null,
    },
  })
  const { refusal, busy, submit } = useDoor(createOwner)
  return (
    <Door title="Create the owner account" refusal={refusal} onSubmit={form.onSubmit(submit)}>
      <Text size="sm" c="dimmed">
        The owner may do everything and invites the others. The one-time code stands in the terminal
        where Tributary was started.
      </Text>
      <TextInput
        label="One-time code"
        required
        withAsterisk={false}
        autoFocus
        autoComplete="one-time-code"
        spellCheck={false}
        size="sm"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        {...form.getInputProps('code')}
      />
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        autoComplete="name"
        size="sm"
        {...form.getInputProps('name')}
      />
      <TextInput
        label="Email"
        type="email"
        required
        withAsterisk={false}
        autoComplete="username"
        size="sm"
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label="Password"
        required
        withAsterisk={false}
        autoComplete="new-password"
        size="sm"
        {...form.getInputProps('password')}
      />
      <Button type="submit" size="sm" loading={busy} fullWidth>
        Create owner account
      </Button>
    </Door>
  )
}
