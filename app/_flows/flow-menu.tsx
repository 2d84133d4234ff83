'use client'

import { ActionIcon, Menu } from '@mantine/core'
import { IconCopy, IconDotsVertical, IconDownload, IconHistory } from '@tabler/icons-react'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { tellFailure } from '../_client/tell.ts'
import { useTRPCClient } from '../_client/trpc.tsx'
import { downloadFlow } from '../_editor/download-flow.ts'
import { useMay } from '../_shell/person.tsx'
import { useCloneFlow } from './use-clone-flow.ts'

/** What can be done with a flow without opening it. */
export function FlowMenu({ flow }: { flow: Outputs['flows']['list'][number] }) {
  const client = useTRPCClient()
  const mayBuild = useMay('builder')
  const { clone, isPending } = useCloneFlow(flow.id)
  const exportFlow = async () => {
    const loaded = await client.flows.byId.query({ flowId: flow.id }).catch(tellFailure)
    if (loaded) downloadFlow(loaded.document)
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`More for ${flow.name}`} loading={isPending}>
          <IconDotsVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayBuild && (
          <Menu.Item leftSection={<IconCopy size={14} aria-hidden />} onClick={clone}>
            Clone
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={() => void exportFlow()}
        >
          Export
        </Menu.Item>
        <Menu.Item
          component={Link}
          href={`/flows/${flow.id}/versions`}
          leftSection={<IconHistory size={14} aria-hidden />}
        >
          Versions
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
