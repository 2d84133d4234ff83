import type { SettingField } from '#engine/graph/schema.ts'
import type { Json } from '#nodes/json.ts'
import { choice, number, pick, text, toggle, type Field } from '#nodes/fields.ts'

/**
 * The form field that a flow's setting is entered in; null for tables, which have an input of their
 * own. A value of the integration counts before the setting's default: it takes the default's place.
 */
export function settingField(setting: SettingField, inherited?: Json): Field | null {
  const { label, help, required, options } = setting
  const shared = inherited !== undefined && inherited !== null && inherited !== ''
  const preset = shared ? inherited : setting.default
  const typed = shared ? undefined : setting.default
  const common = { required: required && !shared, ...(help !== '' && { help }) }
  switch (setting.type) {
    case 'table':
      return null
    case 'number':
      return number(label, { ...common, initial: numberOf(typed) })
    case 'toggle':
      return toggle(label, { ...common, initial: preset === true })
    case 'choice':
      return choice(label, options, { ...common, initial: textOf(preset) })
    case 'date':
      return text(label, { ...common, initial: textOf(typed), placeholder: '2026-01-31' })
    default: {
      const initial = textOf(typed)
      const list = pickList(setting.type)
      return list ? pick(label, list, { ...common, initial }) : text(label, { ...common, initial })
    }
  }
}

/** `netsuite:item` and the like are chosen from the connected account. */
export function pickList(type: string): `${'netsuite' | 'stripe'}:${string}` | null {
  const [system, list] = type.split(':')
  if (list === undefined || list === '') return null
  return system === 'netsuite' || system === 'stripe' ? `${system}:${list}` : null
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
