'use client'

import { TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'

interface HeldTextInputProps extends Omit<TextInputProps, 'onChange' | 'value'> {
  value: string
  onChange: (text: string) => void
  /** Keeps a blank back until the input is left: on the way from one name to another it means nothing. */
  hold: boolean
}

/** A line of text. What others are connected to by name survives the moment in which it is empty. */
export function HeldTextInput({ value, onChange, hold, ...rest }: HeldTextInputProps) {
  const [blank, setBlank] = useState(false)
  return (
    <TextInput
      {...rest}
      value={blank ? '' : value}
      onChange={(event) => {
        const text = event.currentTarget.value
        const held = hold && text === ''
        setBlank(held)
        if (!held) onChange(text)
      }}
      onBlur={() => {
        if (blank) onChange('')
        setBlank(false)
      }}
    />
  )
}
