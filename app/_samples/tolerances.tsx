'use client'

import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { MappingTest } from '#engine/graph/schema.ts'
import type { Difference } from '#engine/samples/differences.ts'
import { useEditor } from '../_editor/editor-context.tsx'
import classes from './tests-tab.module.css'

type Rule = NonNullable<MappingTest['tolerances']>[number]

interface TolerancesProps {
  test: MappingTest
  /** What differs now: a new tolerance begins with the first of it. */
  differences: readonly Difference[]
}

/** What may differ without failing the test: numbers a little, clocks and counters altogether. */
export function Tolerances({ test, differences }: TolerancesProps) {
  const edit = useEditor((state) => state.edit)
  const readOnly = useEditor((state) => state.readOnly)
  const rules = test.tolerances ?? []
  const put = (next: readonly Rule[]) => {
    const { tolerances: _before, ...rest } = test
    const tolerances = next.length > 0 ? { tolerances: [...next] } : {}
    edit({ type: 'put-test', test: { ...rest, ...tolerances } })
  }
  const change = (index: number, rule: Rule) =>
    put(rules.map((one, at) => (at === index ? rule : one)))
  const add = () => {
    const path = differences.find((one) => one.path !== '')?.path.replaceAll(/\[\d+\]/g, '[]')
    put([...rules, { path: path ?? 'field', within: path === undefined ? '0.01' : 'any' }])
  }
  if (readOnly && rules.length === 0) return null
  return (
    <details className={classes.parts} open={rules.length > 0}>
      <summary>Tolerances</summary>
      <div className={classes.tolerances} role="group" aria-label="Tolerances">
        {rules.map((rule, index) => (
          <div key={index} className={classes.tolerance}>
            <TextInput
              label="Path"
              placeholder="item.items[].rate"
              size="xs"
              disabled={readOnly}
              value={rule.path}
              error={rule.path.trim() === ''}
              onChange={(event) =>
                change(index, { ...rule, path: event.currentTarget.value || ' ' })
              }
            />
            <TextInput
              label="Within"
              title="How far numbers may be apart, such as 0.01; any: whatever is there"
              size="xs"
              disabled={readOnly}
              value={rule.within}
              error={!isWithin(rule.within)}
              onChange={(event) =>
                change(index, { ...rule, within: event.currentTarget.value || ' ' })
              }
            />
            {!readOnly && (
              <ActionIcon
                size="input-xs"
                variant="default"
                aria-label="Remove tolerance"
                onClick={() => put(rules.filter((_rule, at) => at !== index))}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </div>
        ))}
        {!readOnly && (
          <div>
            <Button
              variant="default"
              size="compact-xs"
              leftSection={<IconPlus size={12} aria-hidden />}
              onClick={add}
            >
              Add tolerance
            </Button>
          </div>
        )}
      </div>
    </details>
  )
}

function isWithin(text: string): boolean {
  return text.trim() === 'any' || /^\d+(?:\.\d+)?$/.test(text.trim())
}
