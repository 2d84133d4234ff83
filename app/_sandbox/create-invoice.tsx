'use client'

import { Group, Modal, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { tellDone } from '../_client/tell.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { DialogButtons } from '../_ui/dialog-buttons.tsx'
import { Failure } from '../_ui/failure.tsx'
import { SYSTEM_NAMES, type SandboxRow, type SandboxSystem } from './list-words.ts'

interface CreateInvoiceProps {
  system: SandboxSystem
  onClose: () => void
  onCreated: (id: string) => void
}

const CURRENCIES = ['USD', 'EUR', 'GBP', 'JPY', 'KWD']

/** Makes an invoice with one line, as a user of the system would. */
export function CreateInvoice({ system, onClose, onCreated }: CreateInvoiceProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [customer, setCustomer] = useState<SandboxRow | null>(null)
  const [ownCurrency, setCurrency] = useState<string | null>(null)
  const [itemId, setItemId] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [quantity, setQuantity] = useState(1)
  const [price, setPrice] = useState('')
  const items = useQuery(
    trpc.sandbox.items.queryOptions(undefined, { enabled: system === 'netsuite' }),
  )
  const create = useMutation(
    trpc.sandbox.createInvoice.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(trpc.sandbox.list.pathFilter())
        tellDone(`The invoice is in ${SYSTEM_NAMES[system]}.`)
        onCreated(id)
      },
    }),
  )
  const currency = ownCurrency ?? customer?.currency ?? 'USD'
  const save = () => {
    if (!customer) return
    const lines = [{ text, quantity, price }]
    const item = system === 'netsuite' ? { itemId: itemId ?? '' } : {}
    create.mutate({ system, customerId: customer.id, currency, lines, ...item })
  }
  return (
    <Modal opened onClose={onClose} title={`Create invoice in ${SYSTEM_NAMES[system]}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Stack gap="sm">
          <CustomerSelect system={system} value={customer} onChange={setCustomer} />
          <Select
            label="Currency"
            allowDeselect={false}
            data={CURRENCIES}
            value={currency}
            onChange={setCurrency}
          />
          {system === 'netsuite' && (
            <Select
              label="Item"
              required
              searchable
              data={items.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
              value={itemId}
              onChange={setItemId}
            />
          )}
          <TextInput
            label="Description"
            required
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group grow>
            <NumberInput
              label="Quantity"
              min={1}
              max={10_000}
              value={quantity}
              onChange={(value) => setQuantity(Number(value))}
            />
            <TextInput
              label="Price"
              required
              inputMode="decimal"
              placeholder="120.00"
              value={price}
              onChange={(event) => setPrice(event.currentTarget.value)}
            />
          </Group>
          {create.error && <Failure error={create.error} />}
          <DialogButtons submit="Create" pending={create.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}

interface CustomerSelectProps {
  system: SandboxSystem
  value: SandboxRow | null
  onChange: (customer: SandboxRow | null) => void
}

function CustomerSelect({ system, value, onChange }: CustomerSelectProps) {
  const trpc = useTRPC()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, 200)
  const wanted = search === value?.name ? '' : search
  const customers = useQuery(
    trpc.sandbox.list.queryOptions({ system, list: 'customer', search: wanted, limit: 50 }),
  )
  const found = customers.data?.rows ?? []
  const rows = value && !found.some(({ id }) => id === value.id) ? [value, ...found] : found
  return (
    <Select
      label="Customer"
      required
      searchable
      data={rows.map(({ id, name, about }) => ({
        value: id,
        label: about === '' ? name : `${name} · ${about}`,
      }))}
      filter={({ options }) => options}
      nothingFoundMessage={customers.isFetching ? 'Searching …' : 'No customer has this name.'}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value?.id ?? null}
      onChange={(id) => onChange(rows.find((row) => row.id === id) ?? null)}
    />
  )
}
