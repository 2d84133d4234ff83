'use client'

import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { signIn } from '../_client/auth.ts'
import { Door, useDoor } from '../_shell/door.tsx'

export function SignInForm() {
  const form = useForm({ initialValues: { email: '', password: '' } })
  const { refusal, busy, submit } = useDoor(signIn)
  return (
    <Door title="Sign in" refusal={refusal} onSubmit={form.onSubmit(submit)}>
      <TextInput
        label="Email"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus
        size="sm"
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        size="sm"
        {...form.getInputProps('password')}
      />
      <Button type="submit" size="sm" loading={busy} fullWidth>
        Sign in
      </Button>
    </Door>
  )
}
