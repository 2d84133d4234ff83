'use client'

import { ActionIcon, CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { Json } from '#nodes/json.ts'
import classes from './json-view.module.css'

/** Levels that are open at first. */
const OPEN_LEVELS = 2

/** A JSON value as a tree whose branches open and close, with a button that copies it all. */
export function JsonView({ value, label }: { value: Json; label: string }) {
  return (
    <div className={classes.view} role="group" aria-label={label}>
      <CopyButton value={JSON.stringify(value, null, 2)}>
        {({ copied, copy }) => (
          <ActionIcon
            className={classes.copy}
            variant="default"
            size={24}
            aria-label={copied ? 'Copied' : `Copy ${label.toLowerCase()}`}
            onClick={copy}
          >
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
      <Branch name={null} value={value} level={0} />
    </div>
  )
}

interface BranchProps {
  name: string | null
  value: Json
  level: number
}

function Branch({ name, value, level }: BranchProps) {
  if (typeof value !== 'object' || value === null) {
    return (
      <div className={classes.leaf}>
        <Name name={name} />
        <span className={classes[value === null ? 'null' : typeof value]}>
          {JSON.stringify(value)}
        </span>
      </div>
    )
  }
  const entries = Object.entries(value)
  const list = Array.isArray(value)
  const size = list ? `[${entries.length}]` : `{${entries.length}}`
  if (entries.length === 0) {
    return (
      <div className={classes.leaf}>
        <Name name={name} />
        <span className={classes.size}>{list ? '[ ]' : '{ }'}</span>
      </div>
    )
  }
  return (
    <details open={level < OPEN_LEVELS}>
      <summary className={classes.summary}>
        <Name name={name} />
        <span className={classes.size}>{size}</span>
      </summary>
      <div className={classes.inside}>
        {entries.map(([key, inner]) => (
          <Branch key={key} name={key} value={inner} level={level + 1} />
        ))}
      </div>
    </details>
  )
}

function Name({ name }: { name: string | null }) {
  return name === null ? null : <span className={classes.name}>{name}: </span>
}
