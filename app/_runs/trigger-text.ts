import type { Outputs } from '../_server/router.ts'

type Trigger = Outputs['runs']['byId']['trigger']

const TEXTS: Record<Trigger, string> = {
  manual: 'By hand',
  schedule: 'Schedule',
  webhook: 'Real time',
  retry: 'Retry',
}

/** What started a run, in words. */
export function triggerText(trigger: Trigger): string {
  return TEXTS[trigger]
}
