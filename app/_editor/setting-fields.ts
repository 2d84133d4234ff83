import type { SettingField } from '#engine/graph/schema.ts'
import { choice, number, text, toggle, type Field } from '#nodes/fields.ts'

/** The form field that a flow's setting is entered in; null for tables, which have an input of their own. */
export function settingField(setting: SettingField): Field | null {
  const { label, help, required, options } = setting
  const common = { required, ...(help !== '' && { help }) }
  switch (setting.type) {
    case 'table':
      return null
    case 'number':
      return number(label, { ...common, initial: numberOf(setting.default) })
    case 'toggle':
      return toggle(label, { ...common, initial: setting.default === true })
    case 'choice':
      return choice(label, options, { ...common, initial: textOf(setting.default) })
    case 'date':
      return text(label, { ...common, initial: textOf(setting.default), placeholder: '2026-01-31' })
    default:
      return text(label, {
        ...common,
        initial: textOf(setting.default),
        ...(setting.type !== 'text' && { placeholder: `Id of the ${idOf(setting.type)}` }),
      })
  }
}

function idOf(type: string): string {
  const [system, record] = type.split(':')
  return `${system === 'netsuite' ? 'NetSuite' : 'Stripe'} ${record ?? 'record'}`
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
