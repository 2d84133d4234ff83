import type { Problem } from '../graph/problem.ts'
import type { FlowDocument } from '../graph/schema.ts'

const CRON_FIELDS = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12 },
  { name: 'day of the week', min: 0, max: 7 },
] as const

/** A schedule must be five cron fields with numbers in range, in a time zone that exists. */
export function checkSchedule(document: FlowDocument): Problem[] {
  if (!document.schedule) return []
  const { cron, timeZone } = document.schedule
  const message = cronFault(cron) ?? zoneFault(timeZone)
  if (!message) return []
  return [
    { severity: 'error', code: 'schedule', node: null, field: 'schedule', position: null, message },
  ]
}

function cronFault(cron: string): string | null {
  const parts = cron.trim().split(/\s+/)
  if (parts.length !== CRON_FIELDS.length) {
    return `Schedule "${cron}": five fields are needed (minute, hour, day, month, weekday).`
  }
  const wrong = CRON_FIELDS.find((field, index) => !isCronPart(parts[index] ?? '', field))
  return wrong ? `Schedule "${cron}": the ${wrong.name} is not valid.` : null
}

function isCronPart(part: string, field: (typeof CRON_FIELDS)[number]): boolean {
  return part.split(',').every((piece) => {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(piece)
    if (!match) return false
    const numbers = [match[1], match[2]].filter((text) => text !== undefined).map(Number)
    return numbers.every((value) => value >= field.min && value <= field.max) && match[3] !== '0'
  })
}

function zoneFault(timeZone: string): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return null
  } catch {
    return `Schedule: there is no time zone "${timeZone}". Use a name such as America/New_York.`
  }
}
