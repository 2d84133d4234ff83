'use client'

import { Button, Group, Select, Table, TextInput } from '@mantine/core'
import { IconListSearch, IconSearch } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Outputs } from '../_server/router.ts'
import { tellFailure } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { useMay } from '../_shell/person.tsx'
import { EmptyState } from '../_ui/empty-state.tsx'
import { ListTable, type Column } from '../_ui/list-table.tsx'
import { Panel } from '../_ui/panel.tsx'
import { Time } from '../_ui/time.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import classes from './field-lists.module.css'
import { RECORD_TYPES } from './record-types.ts'
import type { Connection } from './use-connections.ts'

type RecordField = Outputs['connections']['fields']['fields'][number]

const COLUMNS: readonly Column[] = [
  { label: 'Field', width: '34%' },
  { label: 'Label' },
  { label: 'Type', width: 190 },
  { label: 'Marks', width: 190 },
]

/** The fields of the account's record types, as mappings and pickers know them. */
export function FieldLists({ connection }: { connection: Connection }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const filters = useUrlFilters()
  const mayRefresh = useMay('builder')
  const types = RECORD_TYPES[connection.system]
  const type = types.find(({ value }) => value === filters.get('type')) ?? types[0]
  const search = filters.get('q') ?? ''
  const list = useQuery(
    trpc.connections.fields.queryOptions({
      of: { connectionId: connection.id },
      recordType: type.value,
    }),
  )
  const refresh = useMutation(
    trpc.connections.refreshLists.mutationOptions({
      onError: tellFailure,
      onSettled: async () => {
        await queryClient.invalidateQueries(trpc.connections.fields.pathFilter())
        await queryClient.invalidateQueries(trpc.connections.choices.pathFilter())
      },
    }),
  )
  const shown = flat(list.data?.fields ?? []).filter((field) => fits(field, search))
  return (
    <>
      <Group mb="sm" gap="sm">
        <Select
          aria-label="Record type"
          allowDeselect={false}
          searchable
          w={220}
          data={types.map(({ value, label }) => ({ value, label }))}
          value={type.value}
          onChange={(value) => filters.set({ type: value })}
        />
        <TextInput
          aria-label="Search fields"
          placeholder="Name or label"
          leftSection={<IconSearch size={14} />}
          w={260}
          value={search}
          onChange={(event) => filters.set({ q: event.currentTarget.value })}
        />
        {mayRefresh && (
          <Button
            variant="default"
            loading={refresh.isPending}
            onClick={() => refresh.mutate({ connectionId: connection.id })}
          >
            Refresh
          </Button>
        )}
        {list.data?.fetchedAt && (
          <span className={classes.about}>
            read from the account <Time at={list.data.fetchedAt} />
          </span>
        )}
      </Group>
      {list.data?.problem && (
        <p className={classes.problem} role="status">
          {list.data.fetchedAt
            ? `This list may be out of date: ${list.data.problem}`
            : list.data.problem}
        </p>
      )}
      <Panel>
        {list.isLoading && <WaitingRows rows={10} />}
        {list.data && shown.length === 0 && (
          <EmptyState icon={IconListSearch} title="No field">
            {search === ''
              ? 'The account did not give this list. Test the connection, then press Refresh.'
              : 'No field has this name or label.'}
          </EmptyState>
        )}
        {shown.length > 0 && (
          <ListTable caption={`Fields of ${type.label}`} columns={COLUMNS}>
            {shown.map((field) => (
              <Table.Tr key={field.path}>
                <Table.Td className={classes.mono} title={field.path}>
                  {field.path}
                </Table.Td>
                <Table.Td title={field.label}>{field.label}</Table.Td>
                <Table.Td>{typeText(field)}</Table.Td>
                <Table.Td className={classes.about}>{marksOf(field)}</Table.Td>
              </Table.Tr>
            ))}
          </ListTable>
        )}
      </Panel>
    </>
  )
}

type FlatField = RecordField & { path: string }

/** Fields inside of others stand below them, with the whole way as their name. */
function flat(fields: readonly RecordField[], before = ''): FlatField[] {
  return fields.flatMap((field) => {
    const path = `${before}${field.id}`
    return [{ ...field, path }, ...flat(field.fields ?? [], `${path}.`)]
  })
}

function fits({ path, label }: FlatField, search: string): boolean {
  const text = `${path} ${label}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

function typeText({ type, to, maxLength }: RecordField): string {
  if (to) return `${type} to ${to}`
  return maxLength === undefined ? type : `${type}, at most ${maxLength}`
}

function marksOf({ required, readOnly, custom }: RecordField): string {
  return [required && 'required', readOnly && 'read only', custom && 'custom']
    .filter(Boolean)
    .join(', ')
}
