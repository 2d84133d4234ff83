'use client'

import { ActionIcon, Group, Loader, Select } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import classes from './sample-picker.module.css'
import { useMapping } from './mapping-model.tsx'
import type { PlaceSample } from './mapping-place.tsx'

const ORIGINS: Record<PlaceSample['origin'], string> = {
  sample: 'Samples',
  test: 'Inputs of tests',
  run: 'Seen in the last run',
}

/** Chooses the record that the mapping is tried on. */
export function SamplePicker() {
  const { samples, sample, choose, loading } = useMapping()
  if (samples.length === 0) {
    return loading ? (
      <Loader size={14} aria-label="Loading samples" />
    ) : (
      <p className={classes.none}>
        No sample yet. Fetch or paste one in <b>Samples</b> below the canvas.
      </p>
    )
  }
  const at = sample ? samples.indexOf(sample) : 0
  const step = (by: number) => {
    const next = samples[(at + by + samples.length) % samples.length]
    if (next) choose(next)
  }
  const data = Object.entries(ORIGINS).flatMap(([origin, group]) => {
    const items = samples.flatMap((one, index) =>
      one.origin === origin ? [{ value: String(index), label: one.name }] : [],
    )
    return items.length > 0 ? [{ group, items }] : []
  })
  return (
    <Group gap={2} wrap="nowrap" className={classes.picker}>
      <Select
        aria-label="Sample"
        flex={1}
        miw={0}
        searchable
        allowDeselect={false}
        data={data}
        value={String(at)}
        comboboxProps={{ withinPortal: true, width: 'max-content', position: 'bottom-start' }}
        onChange={(index) => {
          const chosen = samples[Number(index)]
          if (index !== null && chosen) choose(chosen)
        }}
      />
      {samples.length > 1 && (
        <>
          <ActionIcon aria-label="Previous sample" title="Previous sample" onClick={() => step(-1)}>
            <IconChevronLeft size={15} />
          </ActionIcon>
          <ActionIcon aria-label="Next sample" title="Next sample" onClick={() => step(1)}>
            <IconChevronRight size={15} />
          </ActionIcon>
        </>
      )}
    </Group>
  )
}
