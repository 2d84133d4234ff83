import { isJsonObject, type Json } from '../json.ts'
import { TEMPLATES } from './catalog.ts'
import type { Template } from './template.ts'

/**
 * The page docs/templates.md: every template with what it does, calls and asks for, and what it is
 * proven to do. `tributary template docs` prints it.
 */
export function describeTemplates(): string {
  const flows = TEMPLATES.filter((one) => one.group !== 'Shared steps')
  const shared = TEMPLATES.filter((one) => one.group === 'Shared steps')
  return (
    [
      '# Templates',
      'Made by `npm run -s tributary -- template docs > docs/templates.md`. A test compares it with the templates.',
      table(
        ['', 'template', 'direction', 'begins', 'settings', 'cases'],
        flows.map((one, index) => [
          String(index + 1),
          `[${one.title}](#${one.id})`,
          one.direction,
          one.trigger,
          String(settingsOf(one).length),
          String(one.cases.length),
        ]),
      ),
      ...flows.map(section),
      '# Shared steps',
      'Flows that the templates above call, so that two of them cannot drift apart. They are installed with the first template that needs them. An installation never publishes what somebody has changed in them since.',
      ...shared.map(section),
    ].join('\n\n') + '\n'
  )
}

function section(template: Template): string {
  const { id, title, description, cases } = template
  const calls = nodesOf(template).flatMap((node) =>
    node.kind === 'flow.call' && isJsonObject(node.config) ? [String(node.config.flow)] : [],
  )
  const settings = settingsOf(template)
  return [
    `<a id="${id}"></a>`,
    `## ${title}`,
    description,
    ...(calls.length > 0
      ? [`Calls ${[...new Set(calls)].map((one) => `[${titleOf(one)}](#${one})`).join(', ')}.`]
      : []),
    ...(cases.length > 0 ? ['Proven:', cases.map((one) => `- ${one}`).join('\n')] : []),
    ...(settings.length > 0
      ? [table(['setting', 'default', 'what it does'], settings.map(settingRow))]
      : []),
  ].join('\n\n')
}

function settingRow(setting: Record<string, Json>): string[] {
  const label = `**${textOf(setting.label)}**${setting.shared === true ? ' (shared)' : ''}`
  const { default: preset } = setting
  const shown =
    preset === undefined || isJsonObject(preset) || preset === '' ? '' : `\`${textOf(preset)}\``
  return [label, shown || (setting.required === true ? 'needed' : ''), textOf(setting.help ?? '')]
}

function settingsOf(template: Template): Record<string, Json>[] {
  const { settings } = template.document
  const fields = isJsonObject(settings) ? settings.fields : []
  return Array.isArray(fields) ? fields.filter(isJsonObject) : []
}

function nodesOf(template: Template): Record<string, Json>[] {
  const { nodes } = template.document
  return Array.isArray(nodes) ? nodes.filter(isJsonObject) : []
}

function titleOf(id: string): string {
  return TEMPLATES.find((one) => one.id === id)?.title ?? id
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}
