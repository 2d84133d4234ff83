'use client'

import { Button, Popover } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTests } from './tests.tsx'
import { TestPanel } from './test-panel.tsx'

interface TestButtonProps {
  /** Something else is under way. */
  disabled: boolean
}

/** Opens the question what to test the draft on. Ctrl+Enter tests again without asking. */
export function TestButton({ disabled }: TestButtonProps) {
  const tests = useTests()
  const [opened, setOpened] = useState(false)
  useTestAgainKey()
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={344}
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconFlask size={15} aria-hidden />}
          loading={tests?.starting ?? false}
          disabled={disabled || tests === null}
          title="Runs the draft without writing anything"
          onClick={() => setOpened((open) => !open)}
        >
          Test
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={16}>
        <TestPanel close={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

function useTestAgainKey() {
  const tests = useTests()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      const elsewhere = event.target instanceof Element && event.target.closest('[role=dialog]')
      if (event.defaultPrevented || elsewhere || !tests || tests.starting) return
      event.preventDefault()
      tests.again()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [tests])
}
