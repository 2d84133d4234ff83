'use client'

import { Button, FileButton } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { useTRPC } from '../_client/trpc.tsx'
import { readFlowFile, type FlowFile } from './read-flow-file.ts'
import { ImportDialog } from './import-dialog.tsx'

/**
 * Takes a flow's JSON file. One without a fault is stored at once; of any other everything that is
 * wrong with it is shown first, each with its place.
 */
export function ImportFlow() {
  const trpc = useTRPC()
  const [shown, setShown] = useState<FlowFile | null>(null)
  const reset = useRef<() => void>(null)
  const integrations = useQuery(trpc.connections.integrations.queryOptions())
  const { store, isPending } = useStore(setShown)
  const take = async (file: File | null) => {
    if (!file) return
    const only = integrations.data?.length === 1 ? integrations.data[0] : undefined
    const read = await readFlowFile(file, only?.settings ?? {})
    if (read.faults.length > 0 || read.problems.length > 0 || !only) setShown(read)
    else await store(read, only.id)
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
      <ImportDialog
        file={shown}
        integrations={integrations.data ?? []}
        pending={isPending}
        onClose={() => setShown(null)}
        onImport={(file, integrationId) => void store(file, integrationId)}
      />
    </>
  )
}

function useStore(refuse: (file: FlowFile) => void) {
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const { mutateAsync, isPending } = useMutation(trpc.flows.import.mutationOptions())
  const store = async (file: FlowFile, integrationId: string | undefined) => {
    const { document } = file
    await mutateAsync(
      { document, ...(integrationId === undefined ? {} : { integrationId }) },
      {
        onSuccess: async ({ flowId }) => {
          await queryClient.invalidateQueries(trpc.flows.list.queryFilter())
          router.push(`/flows/${flowId}`)
        },
        onError: (error) => {
          const faults = error.data?.faults ?? []
          const why = faults.length > 0 ? faults : [{ path: '', message: error.message }]
          refuse({ ...file, faults: why })
        },
      },
    ).catch(() => undefined)
  }
  return { store, isPending }
}
