'use client'

import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import classes from './rename-input.module.css'

interface RenameInputProps {
  label: string
  value: string
  readOnly: boolean
  onRename: (name: string) => void
}

/**
 * A name that is edited where it stands. A name of blanks is never taken over: leaving the input
 * brings the last good one back.
 */
export function RenameInput({ label, value, readOnly, onRename }: RenameInputProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return (
    <TextInput
      aria-label={label}
      variant="unstyled"
      classNames={{ input: classes.input }}
      maxLength={200}
      readOnly={readOnly}
      value={text}
      error={text.trim() === ''}
      onChange={(event) => {
        const name = event.currentTarget.value
        setText(name)
        if (name.trim() !== '') onRename(name)
      }}
      onBlur={() => setText(value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}
