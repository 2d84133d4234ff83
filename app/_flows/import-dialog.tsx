'use client'

import { Button, Group, List, Modal, Select, Text } from '@mantine/core'
import { useState } from 'react'
import type { Outputs } from '../_server/router.ts'
import { DialogButtons } from '../_ui/dialog-buttons.tsx'
import type { FlowFile } from './read-flow-file.ts'

interface ImportDialogProps {
  /** Null = nothing is asked. */
  file: FlowFile | null
  integrations: Outputs['connections']['integrations']
  pending: boolean
  onClose: () => void
  onImport: (file: FlowFile, integrationId: string | undefined) => void
}

/** Before a flow is stored: everything that is wrong with its file, each with its place. */
export function ImportDialog(props: ImportDialogProps) {
  const { file, onClose } = props
  const refused = file !== null && file.faults.length > 0
  return (
    <Modal
      opened={file !== null}
      onClose={onClose}
      title={refused ? `“${file.fileName}” was not imported` : `Import “${file?.name ?? ''}”`}
      size="lg"
    >
      {refused && <Faults file={file} onClose={onClose} />}
      {file && !refused && <Problems {...props} file={file} />}
    </Modal>
  )
}

function Faults({ file, onClose }: { file: FlowFile; onClose: () => void }) {
  return (
    <>
      <Text size="sm" mb="sm">
        Nothing was stored. Mend these places in the file and import it again.
      </Text>
      <List size="sm" spacing={6} aria-label="Faults">
        {file.faults.map((fault) => (
          <List.Item key={`${fault.path} ${fault.message}`}>
            {fault.path && (
              <Text span ff="monospace" size="xs" mr={8}>
                {fault.path}
              </Text>
            )}
            {fault.message}
          </List.Item>
        ))}
      </List>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </Group>
    </>
  )
}

function Problems({ file, integrations, pending, onClose, onImport }: ProblemsProps) {
  const [integrationId, setIntegrationId] = useState<string | null>(integrations[0]?.id ?? null)
  const { problems } = file
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onClose()
        onImport(file, integrationId ?? undefined)
      }}
    >
      {problems.length > 0 && (
        <>
          <Text size="sm" mb="sm">
            The flow can be imported as a draft. {problems.length === 1 ? 'This is' : 'These are'}{' '}
            to be mended before it is published:
          </Text>
          <List size="sm" spacing={6} mb="md" aria-label="Problems">
            {problems.map((problem) => (
              <List.Item key={`${problem.node} ${problem.field} ${problem.message}`}>
                <Text
                  span
                  size="xs"
                  c={problem.severity === 'error' ? 'var(--failed)' : 'dimmed'}
                  mr={8}
                >
                  {problem.severity === 'error' ? 'Error' : 'Warning'}
                </Text>
                {problem.message}
              </List.Item>
            ))}
          </List>
        </>
      )}
      {integrations.length > 1 && (
        <Select
          label="Integration"
          description="The two accounts that the flow works between."
          mb="md"
          allowDeselect={false}
          data={integrations.map(({ id, name }) => ({ value: id, label: name }))}
          value={integrationId}
          onChange={setIntegrationId}
        />
      )}
      <DialogButtons submit="Import as a draft" pending={pending} onClose={onClose} />
    </form>
  )
}

interface ProblemsProps extends ImportDialogProps {
  file: FlowFile
}
