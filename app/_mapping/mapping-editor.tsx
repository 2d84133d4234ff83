'use client'

import { Button, Tabs } from '@mantine/core'
import { IconArrowsMaximize } from '@tabler/icons-react'
import { useState } from 'react'
import { CodeView } from './code-view.tsx'
import { FieldsView } from './fields-view.tsx'
import classes from './mapping-editor.module.css'
import { MappingContext, useMappingModel } from './mapping-model.tsx'
import { useMappingPlace } from './mapping-place.tsx'
import { ResultOfOne } from './result-pane.tsx'
import { SamplePicker } from './sample-picker.tsx'
import { useInsert } from './use-insert.ts'
import { WideMapping, type MappingTab } from './wide-mapping.tsx'

interface MappingEditorProps {
  /** Key of the node's field that holds the mapping. */
  field: string
  label: string
  value: string
  readOnly: boolean
  onChange: (text: string) => void
}

/** A mapping as rows or as code, with its live result; **Open wide** shows the record beside it. */
export function MappingEditor(props: MappingEditorProps) {
  const model = useMappingModel(props)
  const place = useMappingPlace()
  const inserting = useInsert(model)
  const [tab, setTab] = useState<MappingTab>('fields')
  // Null until it was wide for the first time.
  const [wide, setWide] = useState<boolean | null>(null)
  return (
    <MappingContext value={model}>
      {wide ? (
        <WideMapping
          field={props.field}
          inserting={inserting}
          tab={tab}
          onTab={setTab}
          onClose={() => setWide(false)}
        />
      ) : (
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(value) => setTab(value === 'code' ? 'code' : 'fields')}
          className={classes.compact}
        >
          <header className={classes.head}>
            <Tabs.List className={classes.list}>
              <Tabs.Tab value="fields">Fields</Tabs.Tab>
              <Tabs.Tab value="code">Code</Tabs.Tab>
            </Tabs.List>
            <Button
              // The button is gone while the screen is wide: who comes back stands where they left.
              autoFocus={wide === false}
              size="compact-xs"
              variant="subtle"
              leftSection={<IconArrowsMaximize size={14} aria-hidden />}
              onClick={() => setWide(true)}
            >
              Open wide
            </Button>
          </header>
          <Tabs.Panel value="fields">
            <div className={classes.rows}>
              <FieldsView inserting={inserting} onFocus={ignore} />
            </div>
          </Tabs.Panel>
          <Tabs.Panel value="code">
            <CodeView />
          </Tabs.Panel>
          {place && (
            <section className={classes.result} aria-label="Result">
              <SamplePicker />
              <ResultOfOne />
              <div className={classes.tests}>{place.tests(model.sample?.record ?? null)}</div>
            </section>
          )}
        </Tabs>
      )}
    </MappingContext>
  )
}

function ignore() {}
