'use client'

import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconClock } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useMay } from '../_shell/person.tsx'
import classes from './clock-controls.module.css'

const MINUTE = 60_000

const STEPS = [
  { label: 'A day', days: 1, business: false },
  { label: 'Four business days', days: 4, business: true },
  { label: '30 days', days: 30, business: false },
] as const

/** What both systems take for the present time, and how to make days pass. */
export function ClockControls() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useMay('builder')
  const overview = useQuery(
    trpc.sandbox.overview.queryOptions(undefined, { refetchInterval: 10_000 }),
  )
  const settled = {
    onError: tellFailure,
    onSettled: () => queryClient.invalidateQueries(trpc.sandbox.pathFilter()),
  }
  const advance = useMutation(trpc.sandbox.advance.mutationOptions(settled))
  const back = useMutation(trpc.sandbox.resetClock.mutationOptions(settled))
  if (!overview.data) return null
  const { now, aheadMs } = overview.data.clock
  const moved = Math.abs(aheadMs) > MINUTE
  return (
    <>
      <span className={classes.clock} role="status" aria-label="Sandbox clock">
        <IconClock size={15} aria-hidden="true" />
        {new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(
          new Date(now),
        )}
        {moved && <span className={classes.ahead}>{aheadText(aheadMs)}</span>}
      </span>
      {mayChange && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              variant="default"
              rightSection={<IconChevronDown size={14} />}
              loading={advance.isPending || back.isPending}
            >
              Advance
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {STEPS.map(({ label, days, business }) => (
              <Menu.Item key={label} onClick={() => advance.mutate({ days, business })}>
                {label}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item disabled={!moved} onClick={() => back.mutate()}>
              Back to the real time
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  )
}

function aheadText(aheadMs: number): string {
  const hours = Math.round(Math.abs(aheadMs) / (60 * MINUTE))
  const text = hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
  return aheadMs > 0 ? `${text} ahead` : `${text} behind`
}
