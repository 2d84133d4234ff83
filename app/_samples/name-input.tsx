'use client'

import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'

interface NameInputProps {
  label: string
  value: string
  readOnly: boolean
  /** False: the name is not taken, and the old one stays. */
  onRename: (name: string) => boolean
}

/** The name of a sample or a test: what it is known by, so that it changes once it is written whole. */
export function NameInput({ label, value, readOnly, onRename }: NameInputProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const finish = () => {
    const name = text.trim()
    if (name === value || name === '' || !onRename(name)) setText(value)
  }
  return (
    <TextInput
      aria-label={label}
      maxLength={200}
      readOnly={readOnly}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish()
        else if (event.key === 'Escape') setText(value)
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}
