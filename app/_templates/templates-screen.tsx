'use client'

import { Button, Group, SegmentedControl, TextInput } from '@mantine/core'
import { IconArrowsSplit2, IconDownload, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { Outputs } from '../_server/router.ts'
import { useTRPC } from '../_client/trpc.tsx'
import { useUrlFilters } from '../_client/url-filters.ts'
import { EmptyState } from '../_ui/empty-state.tsx'
import { Failure } from '../_ui/failure.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'
import { WaitingRows } from '../_ui/waiting-rows.tsx'
import { TemplateCard } from './template-card.tsx'
import classes from './templates-screen.module.css'

type Template = Outputs['templates']['list'][number]

const DIRECTIONS = [
  { value: 'all', label: 'All' },
  { value: 'Stripe → NetSuite', label: 'Stripe → NetSuite' },
  { value: 'NetSuite → Stripe', label: 'NetSuite → Stripe' },
]

/** In the order in which business happens; what is only called comes last. */
const GROUPS: readonly Template['group'][] = [
  'Customers',
  'Invoices',
  'Invoice status',
  'Payments',
  'Refunds',
  'Shared steps',
]

/** The gallery of prebuilt flows, by what they carry. */
export function TemplatesScreen() {
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const templates = useQuery(trpc.templates.list.queryOptions())
  const search = filters.get('q') ?? ''
  const direction = filters.get('direction') ?? 'all'
  const shown = templates.data?.filter((one) => fits(one, { search, direction }))
  const byGroup = Map.groupBy(shown ?? [], (template) => template.group)
  return (
    <Page>
      <PageHeader
        title="Templates"
        about="Prebuilt flows, complete and proven. A copy of one is yours to change."
      >
        <Button
          component="a"
          href="/api/netsuite-project"
          variant="default"
          leftSection={<IconDownload size={15} />}
        >
          NetSuite project
        </Button>
      </PageHeader>
      <Group mb="md" gap="sm">
        <TextInput
          aria-label="Search templates"
          placeholder="Search templates"
          leftSection={<IconSearch size={14} />}
          w={260}
          value={search}
          onChange={(event) => filters.set({ q: event.currentTarget.value })}
        />
        <SegmentedControl
          size="xs"
          aria-label="Direction"
          data={DIRECTIONS}
          value={direction}
          onChange={(value) => filters.set({ direction: value === 'all' ? null : value })}
        />
      </Group>
      {templates.error && (
        <Failure error={templates.error} retry={() => void templates.refetch()} />
      )}
      {templates.isLoading && <WaitingRows rows={6} />}
      {shown?.length === 0 && (
        <EmptyState icon={IconSearch} title="No template fits">
          Change the search, or begin with an empty flow under <Link href="/flows">Flows</Link>.
        </EmptyState>
      )}
      {GROUPS.filter((group) => byGroup.has(group)).map((group) => (
        <section key={group} className={classes.group} aria-labelledby={`group-${group}`}>
          <h2 id={`group-${group}`} className={classes.title}>
            {group}
            {group === 'Shared steps' && (
              <span className={classes.note}>
                <IconArrowsSplit2 size={13} aria-hidden /> called by the templates above, which
                bring them along
              </span>
            )}
          </h2>
          <div className={classes.cards}>
            {byGroup.get(group)?.map((template) => (
              <TemplateCard key={template.id} template={template} />
            ))}
          </div>
        </section>
      ))}
    </Page>
  )
}

function fits(template: Template, wanted: { search: string; direction: string }): boolean {
  if (wanted.direction !== 'all' && template.direction !== wanted.direction) return false
  const words = wanted.search.toLowerCase().split(/\s+/)
  const text = `${template.title} ${template.description} ${template.group}`.toLowerCase()
  return words.every((word) => text.includes(word))
}
