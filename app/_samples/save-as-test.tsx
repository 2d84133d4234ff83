'use client'

import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { usedSettings } from '#engine/samples/used-settings.ts'
import type { MappingTest } from '#engine/graph/schema.ts'
import type { JsonObject } from '#nodes/json.ts'
import { findPureRunner } from '#nodes/pure-runners.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import { freeName, recordName } from './free-name.ts'
import { sharedTrial } from './shared-trial.ts'
import { useSettings } from './use-settings.ts'

interface SaveAsTestProps {
  nodeId: string
  /** The record as it arrives at the node; null disables the button. */
  input: JsonObject | null
}

/**
 * Keeps a record and what the node makes of it now as a mapping test. The settings that the node
 * names go along, so that the test holds on another account as well.
 */
export function SaveAsTest({ nodeId, input }: SaveAsTestProps) {
  const [asked, setAsked] = useState(false)
  const node = useEditor((state) => state.history.present.nodes.find(({ id }) => id === nodeId))
  const readOnly = useEditor((state) => state.readOnly)
  if (readOnly || !node || !findPureRunner(node.kind)) return null
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconFlask size={14} aria-hidden />}
        disabled={input === null}
        title="Keeps this record and its result: the test fails when the result becomes another one"
        onClick={() => setAsked(true)}
      >
        Save as test
      </Button>
      <Modal opened={asked} onClose={() => setAsked(false)} title="Save as test">
        {input && <Question nodeId={nodeId} input={input} close={() => setAsked(false)} />}
      </Modal>
    </>
  )
}

interface QuestionProps {
  nodeId: string
  input: JsonObject
  close: () => void
}

function Question({ nodeId, input, close }: QuestionProps) {
  const tests = useEditor((state) => state.history.present.tests)
  const taken = tests.filter(({ node }) => node === nodeId).map(({ name }) => name)
  const [name, setName] = useState(() => freeName(recordName(input), taken))
  const { save, busy, fault } = useSave(nodeId, input)
  const given = name.trim()
  const clash = taken.includes(given) ? 'This node already has a test of this name.' : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (given === '' || clash) return
    void save(given).then((saved) => saved && close())
  }
  return (
    <form onSubmit={submit}>
      <Stack gap={16}>
        <TextInput
          label="Name"
          description="What this record is an example of, such as “zero-decimal currency”."
          data-autofocus
          maxLength={200}
          value={name}
          error={clash}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {fault && (
          <Text size="sm" c="var(--failed)" role="alert">
            {fault}
          </Text>
        )}
        <Group justify="end" gap={8}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={given === '' || clash !== null}>
            Save test
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useSave(nodeId: string, input: JsonObject) {
  const document = useEditor((state) => state.history.present)
  const edit = useEditor((state) => state.edit)
  const say = useEditor((state) => state.say)
  const settings = useSettings()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)

  async function save(name: string): Promise<boolean> {
    const node = document.nodes.find(({ id }) => id === nodeId)
    if (!node) return false
    const used = usedSettings(node, settings)
    const test: MappingTest = { name, node: nodeId, input, expect: null, settings: used }
    setBusy(true)
    try {
      const asked = { settings: document.settings, nodes: [node], tests: [test] }
      const [result] = await sharedTrial().tests(asked, {})
      if (!result || result.actual === null) {
        setFault(result?.fault ?? 'The node gave no result.')
        return false
      }
      if (!edit({ type: 'put-test', test: { ...test, expect: result.actual } })) return false
      say(`Saved as test “${name}”.`)
      return true
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error))
      return false
    } finally {
      setBusy(false)
    }
  }

  return { save, busy, fault }
}
