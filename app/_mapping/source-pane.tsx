'use client'

import { TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { filterFields, unmappedFields } from './filter-fields.ts'
import { plainPath } from './lit.ts'
import { useMapping } from './mapping-model.tsx'
import { SamplePicker } from './sample-picker.tsx'
import classes from './source-pane.module.css'
import { SourceTree } from './source-tree.tsx'
import { shortValue, sourceValue } from './source-value.ts'

/** The left pane: what the record has, to be searched, dragged and put in. */
export function SourcePane({ onInsert }: { onInsert: (path: string) => void }) {
  const { fields, sample, lineage } = useMapping()
  const [search, setSearch] = useState('')
  const [onlyUnmapped, setOnlyUnmapped] = useState(false)
  const unmapped = useMemo(() => {
    const sources = new Set(lineage.flatMap((line) => line.sources.map(plainPath)))
    return new Set(unmappedFields(fields, sources))
  }, [fields, lineage])
  const shown = useMemo(
    () =>
      filterFields(fields, {
        search,
        only: onlyUnmapped ? unmapped : null,
        valueOf: (path) => shortValue(sample ? sourceValue(sample.record, path) : undefined),
      }),
    [fields, search, onlyUnmapped, unmapped, sample],
  )
  return (
    <section className={classes.pane} aria-label="Source record">
      <header className={classes.head}>
        <SamplePicker />
        {fields.length > 0 && (
          <div className={classes.tools}>
            <TextInput
              aria-label="Search source fields"
              placeholder="Name or value"
              leftSection={<IconSearch size={14} />}
              flex={1}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <UnstyledButton
              className={classes.filter}
              aria-pressed={onlyUnmapped}
              aria-label={`Unmapped source fields: ${unmapped.size}`}
              title="Show only the fields that nothing is made of"
              onClick={() => setOnlyUnmapped(!onlyUnmapped)}
            >
              Unmapped <span className={classes.count}>{unmapped.size}</span>
            </UnstyledButton>
          </div>
        )}
      </header>
      <div className={classes.body}>
        {fields.length > 0 && shown.length === 0 && (
          <p className={classes.nothing}>
            {search === '' ? 'Every field is mapped.' : 'No field has this name or value.'}
          </p>
        )}
        <SourceTree
          fields={shown}
          unmapped={unmapped}
          openAll={search !== '' || onlyUnmapped}
          onInsert={onInsert}
        />
      </div>
    </section>
  )
}
