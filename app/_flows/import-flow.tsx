'use client'

import { Button, FileButton, List, Modal, Text } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { useTRPC } from '../_client/trpc.tsx'

interface Refusal {
  file: string
  faults: { path: string; message: string }[]
}

/** Takes a flow's JSON file; a malformed one is refused, each fault with its place. */
export function ImportFlow() {
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const reset = useRef<() => void>(null)
  const { importFile, isPending } = useImport(setRefusal)
  const take = async (file: File | null) => {
    if (file) await importFile(file)
    // The same file may be chosen again after it was mended.
    reset.current?.()
  }
  return (
    <>
      <FileButton
        accept="application/json,.json"
        onChange={(file) => void take(file)}
        resetRef={reset}
      >
        {(props) => (
          <Button
            {...props}
            variant="default"
            leftSection={<IconUpload size={14} />}
            loading={isPending}
          >
            Import
          </Button>
        )}
      </FileButton>
      <Modal
        opened={refusal !== null}
        onClose={() => setRefusal(null)}
        title={`“${refusal?.file ?? ''}” was not imported`}
        size="lg"
      >
        <Text size="sm" mb="sm">
          Nothing was stored. Mend these places in the file and import it again.
        </Text>
        <List size="sm" spacing={6}>
          {refusal?.faults.map((fault) => (
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
      </Modal>
    </>
  )
}

function useImport(refuse: (refusal: Refusal) => void) {
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const { mutateAsync, isPending } = useMutation(trpc.flows.import.mutationOptions())
  const importFile = async (file: File) => {
    const document = parseJson(await file.text())
    if (document instanceof Error) {
      return refuse({ file: file.name, faults: [{ path: '', message: document.message }] })
    }
    await mutateAsync(
      { document },
      {
        onSuccess: async ({ flowId }) => {
          await queryClient.invalidateQueries(trpc.flows.list.queryFilter())
          router.push(`/flows/${flowId}`)
        },
        onError: (error) => {
          const faults = error.data?.faults ?? []
          refuse({
            file: file.name,
            faults: faults.length > 0 ? faults : [{ path: '', message: error.message }],
          })
        },
      },
    ).catch(() => undefined)
  }
  return { importFile, isPending }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return new Error(`This is not JSON: ${why}`)
  }
}
