'use client'

import { Button, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { DialogButtons } from '../_ui/dialog-buttons.tsx'
import type { FoundFlow } from './flow-places.tsx'
import classes from './replace-everywhere.module.css'
import { useReplace } from './use-replace.tsx'

interface ReplaceEverywhereProps {
  by: 'field' | 'text'
  find: string
  to: string
  onTo: (to: string) => void
  flows: readonly FoundFlow[]
}

/** Replaces what was found in all flows, after asking; the notification that follows can undo it. */
export function ReplaceEverywhere({ by, find, to, onTo, flows }: ReplaceEverywhereProps) {
  const [asking, setAsking] = useState(false)
  const { replace, pending } = useReplace(() => {
    setAsking(false)
    onTo('')
  })
  const direct = flows
    .map((flow) => ({
      ...flow,
      count: flow.places.filter(({ use, isWritten }) => (by === 'text' ? isWritten : !use.indirect))
        .length,
    }))
    .filter(({ count }) => count > 0)
  const count = direct.reduce((sum, flow) => sum + flow.count, 0)
  const reached = flows.reduce((sum, { places }) => sum + places.length, 0) - count
  return (
    <>
      <TextInput
        label="Replace with"
        value={to}
        classNames={{ input: by === 'field' ? classes.mono : undefined }}
        onChange={(event) => onTo(event.currentTarget.value)}
      />
      <Button
        disabled={count === 0 || to.trim() === '' || to === find}
        onClick={() => setAsking(true)}
      >
        Replace everywhere
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title="Replace everywhere" centered>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            replace({ by, find, to, flowIds: direct.map(({ flowId }) => flowId) })
          }}
        >
          <p className={classes.question}>
            <code>{find}</code> becomes <code>{to}</code> in{' '}
            {count === 1 ? '1 place' : `${count} places`} of these drafts. Published versions stay
            as they are.
          </p>
          <ul className={classes.flows}>
            {direct.map((flow) => (
              <li key={flow.flowId}>
                <span>{flow.flowName}</span>
                <span className={classes.count}>{flow.count}</span>
              </li>
            ))}
          </ul>
          {reached > 0 && (
            <p className={classes.note}>
              {by === 'text'
                ? `${reached === 1 ? '1 place may be a choice, an id or a path and stays' : `${reached} places may be choices, ids or paths and stay`}`
                : `${reached === 1 ? '1 place uses' : `${reached} places use`} it through a variable or inside an object`}
              : change {reached === 1 ? 'it' : 'them'} by hand.
            </p>
          )}
          <DialogButtons submit="Replace" pending={pending} onClose={() => setAsking(false)} />
        </form>
      </Modal>
    </>
  )
}
