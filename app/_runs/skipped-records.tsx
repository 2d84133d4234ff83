'use client'

import { Modal, Table, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { Failure } from '../_ui/failure.tsx'
import { IdText } from '../_ui/id-text.tsx'
import { ListTable } from '../_ui/list-table.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import classes from './skipped-records.module.css'

/** What the source left out by itself: never silently, always with the reason. */
export function SkippedRecords({ run }: { run: Outputs['runs']['byId'] }) {
  const trpc = useTRPC()
  const [opened, { open, close }] = useDisclosure()
  const skipped = useQuery(trpc.runs.skipped.queryOptions({ runId: run.id }, { enabled: opened }))
  return (
    <>
      <UnstyledButton className={classes.link} onClick={open}>
        {run.skipped.toLocaleString()} left out by the source
      </UnstyledButton>
      <Modal opened={opened} onClose={close} title="Left out by the source" size="xl">
        {skipped.error && <Failure error={skipped.error} />}
        {skipped.isLoading && <WaitingRows />}
        {skipped.data && (
          <ListTable
            caption="Left out by the source"
            columns={[{ label: 'Key', width: 300 }, { label: 'Why' }]}
          >
            {skipped.data.map(({ key, reason }) => (
              <Table.Tr key={key}>
                <Table.Td>
                  <IdText id={key} what="the key" />
                </Table.Td>
                <Table.Td>{reason}</Table.Td>
              </Table.Tr>
            ))}
          </ListTable>
        )}
      </Modal>
    </>
  )
}
