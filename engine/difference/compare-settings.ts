import stringify from 'safe-stable-stringify'
import type { Json } from '#nodes/json.ts'
import type { FlowDocument } from '../graph/schema.ts'
import type { FieldDifference } from './difference.ts'

/** What differs between two documents outside of their graphs: words, schedule, settings, tests. */
export function compareSettings(before: FlowDocument, after: FlowDocument): FieldDifference[] {
  return [
    differing('name', 'Name of the flow', before.name, after.name),
    differing('description', 'Description', before.description, after.description),
    differing('schedule', 'Schedule', schedule(before), schedule(after)),
    differing('template', 'Version of the template', template(before), template(after)),
    ...settingValues(before, after),
    ...settingFields(before, after),
    ...calledFlows(before, after),
    ...tests(before, after),
    ...kept(before, after),
  ].filter((one) => one !== null)
}

function schedule({ schedule: at }: FlowDocument): string | null {
  return at && `${at.cron} (${at.timeZone})`
}

function template({ template: from }: FlowDocument): string | null {
  return from && String(from.version)
}

function settingValues(before: FlowDocument, after: FlowDocument) {
  const was = before.settings.values
  const is = after.settings.values
  return Object.keys({ ...was, ...is }).map((key) => {
    const field = [...after.settings.fields, ...before.settings.fields].find(
      (one) => one.key === key,
    )
    const label = `Setting “${field?.label ?? key}”`
    return differing(`settings.${key}`, label, text(was[key]), text(is[key]))
  })
}

function settingFields(before: FlowDocument, after: FlowDocument) {
  const was = new Map(before.settings.fields.map((field) => [field.key, field]))
  const is = new Map(after.settings.fields.map((field) => [field.key, field]))
  return [...new Set([...is.keys(), ...was.keys()])].map((key) => {
    const old = was.get(key)
    const now = is.get(key)
    if (stringify(old) === stringify(now)) return null
    const label = `Question “${(now ?? old)?.label ?? key}”`
    if (old && now) return differing(`fields.${key}`, label, stringify(old), stringify(now))
    return differing(`fields.${key}`, label, old?.label ?? null, now?.label ?? null)
  })
}

function calledFlows(before: FlowDocument, after: FlowDocument) {
  return Object.entries(after.called).map(([id, now]) => {
    const old = before.called[id]
    if (!old || old.version === now.version) return null
    const label = `Called flow “${now.name}”`
    return differing(`called.${id}`, label, `version ${old.version}`, `version ${now.version}`)
  })
}

function tests(before: FlowDocument, after: FlowDocument) {
  const nameOf = nodeNames(before, after)
  const keyed = ({ tests: all }: FlowDocument) =>
    new Map(all.map((test) => [`${test.node} ${test.name}`, test]))
  const was = keyed(before)
  const is = keyed(after)
  return [...new Set([...is.keys(), ...was.keys()])].map((key) => {
    const old = was.get(key)
    const now = is.get(key)
    const test = now ?? old
    if (!test || stringify(old) === stringify(now)) return null
    const label = `Test “${test.name}” of ${nameOf(test.node)}`
    if (old && now) return differing(`tests.${key}`, label, stringify(old), stringify(now))
    return differing(`tests.${key}`, label, old ? old.name : null, now ? now.name : null)
  })
}

/** Samples and pinned outputs change nothing that runs: how many there are says enough. */
function kept(before: FlowDocument, after: FlowDocument) {
  const samples = stringify(before.samples) !== stringify(after.samples)
  const pins = stringify(before.pins) !== stringify(after.pins)
  return [
    samples && changed('samples', 'Samples', before.samples.length, after.samples.length),
    pins && changed('pins', 'Pinned outputs', before.pins.length, after.pins.length),
  ].filter((one) => one !== false)
}

function changed(field: string, label: string, before: number, after: number): FieldDifference {
  const values = { before: String(before), after: String(after), layoutOnly: false, targets: [] }
  return { field, label, kind: 'changed', ...values }
}

function nodeNames(before: FlowDocument, after: FlowDocument): (id: string) => string {
  const names = new Map([...before.nodes, ...after.nodes].map((node) => [node.id, node.name]))
  return (id) => `“${names.get(id) ?? id}”`
}

function text(value: Json | undefined): string | null {
  if (value === undefined || value === null || value === '') return null
  return typeof value === 'object' ? stringify(value) : String(value)
}

function differing(
  field: string,
  label: string,
  before: string | null,
  after: string | null,
): FieldDifference | null {
  if (before === after || (before ?? '') === (after ?? '')) return null
  const kind = before === null ? 'added' : after === null ? 'removed' : 'changed'
  return { field, label, kind, before, after, layoutOnly: false, targets: [] }
}
