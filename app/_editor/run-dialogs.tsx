'use client'

import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { FlowActions } from './use-flow-actions.ts'

/** The questions behind “More ways to run”. */
export function RunDialogs({ actions }: { actions: FlowActions }) {
  const { dialog, open } = actions
  const close = () => open(null)
  return (
    <Modal
      opened={dialog === 'since' || dialog === 'ids'}
      onClose={close}
      title={dialog === 'ids' ? 'Run for these ids' : 'Run since a date'}
    >
      {dialog === 'since' && <Since actions={actions} close={close} />}
      {dialog === 'ids' && <Ids actions={actions} close={close} />}
    </Modal>
  )
}

interface QuestionProps {
  actions: FlowActions
  close: () => void
}

function Since({ actions, close }: QuestionProps) {
  const [since, setSince] = useState('')
  const date = new Date(since)
  const valid = !Number.isNaN(date.getTime())
  return (
    <Question
      answer="Start run"
      ready={valid}
      close={close}
      onAnswer={() => actions.run({ since: date.toISOString() })}
    >
      <TextInput
        type="datetime-local"
        label="Changed since"
        description="In your time zone. What is in the target already and has not changed is left alone."
        data-autofocus
        value={since}
        onChange={(event) => setSince(event.currentTarget.value)}
      />
    </Question>
  )
}

function Ids({ actions, close }: QuestionProps) {
  const [text, setText] = useState('')
  const ids = text.split(/[\s,;]+/).filter((id) => id !== '')
  return (
    <Question
      answer="Start run"
      ready={ids.length > 0}
      close={close}
      onAnswer={() => actions.run({ ids })}
    >
      <Textarea
        label="Ids"
        description="Of the records in the source, such as in_1Qx…, one a line or with commas."
        placeholder="in_1QxA2b…"
        autosize
        minRows={4}
        maxRows={12}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </Question>
  )
}

interface AnswerProps {
  answer: string
  ready: boolean
  close: () => void
  onAnswer: () => void
  children: ReactNode
}

function Question({ answer, ready, close, onAnswer, children }: AnswerProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    close()
    onAnswer()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap={16}>
        {children}
        <Group justify="end" gap={8}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={!ready}>
            {answer}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
