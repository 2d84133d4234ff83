'use client'

import { CloseButton, Tabs } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useRef, type ReactNode } from 'react'
import { DRAWER_TABS, type DrawerTab } from './drawer-tabs.ts'
import { DrawerHandle } from './drawer-handle.tsx'
import { FaultBoundary } from '../_ui/fault-boundary.tsx'
import { useEditor } from './editor-context.tsx'
import classes from './drawer.module.css'
import { FlowRuns } from './flow-runs.tsx'
import { ProblemCount } from './problem-count.tsx'
import { ProblemsPanel } from './problems-panel.tsx'
import { SamplesPanel } from '../_samples/samples-panel.tsx'
import { TestResults } from '../_test/test-results.tsx'

const WORDS: Record<DrawerTab, string> = {
  samples: 'Samples',
  results: 'Test results',
  problems: 'Problems',
  runs: 'Runs',
}

const PANELS: Record<DrawerTab, ReactNode> = {
  samples: <SamplesPanel />,
  results: <TestResults />,
  problems: <ProblemsPanel />,
  runs: <FlowRuns />,
}

/** In px. */
const START_HEIGHT = 280

/** Below the canvas: samples, test results, problems and runs, one at a time, or none of them. */
export function Drawer() {
  const tab = useEditor((state) => state.drawer)
  const setDrawer = useEditor((state) => state.setDrawer)
  const [height, setHeight] = useLocalStorage({
    key: 'tributary-drawer-height',
    defaultValue: START_HEIGHT,
  })
  const frame = useRef<HTMLElement>(null)
  return (
    <section ref={frame} className={classes.drawer} aria-label="Drawer" data-open={tab !== null}>
      {tab !== null && <DrawerHandle frame={frame} height={height} onHeight={setHeight} />}
      <Tabs value={tab} onChange={(value) => setDrawer(tabOf(value))} keepMounted={false}>
        <div className={classes.head}>
          <Tabs.List className={classes.tabs}>
            {DRAWER_TABS.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {WORDS[one]}
                {one === 'problems' && <AllProblems />}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {tab !== null && (
            <CloseButton
              size="sm"
              aria-label="Close drawer"
              title="Close drawer"
              onClick={() => setDrawer(null)}
            />
          )}
        </div>
        {DRAWER_TABS.map((one) => (
          <Tabs.Panel key={one} value={one} className={classes.panel} style={{ height }}>
            <FaultBoundary what={WORDS[one]}>{PANELS[one]}</FaultBoundary>
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  )
}

function AllProblems() {
  const count = useEditor((state) => state.problems.length)
  const errors = useEditor((state) => state.problems.some((one) => one.severity === 'error'))
  return <ProblemCount count={count} errors={errors} />
}

function tabOf(value: string | null): DrawerTab | null {
  return DRAWER_TABS.find((one) => one === value) ?? null
}
