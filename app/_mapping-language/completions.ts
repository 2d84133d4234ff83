import { FUNCTIONS, type FunctionHelp } from '#engine/mapping/functions.ts'
import type { SourceField } from '#engine/mapping/source-fields.ts'
import { cursorContext, type FieldPath } from './cursor-context.ts'

/** What may be written at the cursor. */
export interface Completion {
  kind: 'field' | 'function' | 'variable' | 'setting'
  /** What is shown and searched. */
  label: string
  /** What is written in place of the word; for a function with its opening bracket. */
  insert: string
  /** In short: the field's type and how often it is there. */
  detail: string
  /** In full: an example or help. */
  help: string
}

/** The record's fields and the flow's settings, as far as they are known. */
export interface CompletionSources {
  fields: readonly SourceField[]
  settings: readonly { key: string; label: string; value: unknown }[]
}

export interface Completions {
  /** The word that is replaced: from here to the cursor. */
  start: number
  items: Completion[]
}

const NOTHING: Completions = { start: 0, items: [] }

/** What fits at the cursor: fields, functions, variables of the expression, or settings. */
export function completionsAt(
  text: string,
  cursor: number,
  { fields, settings }: CompletionSources,
): Completions {
  const { context } = cursorContext(text, cursor)
  switch (context.type) {
    case 'none':
      return NOTHING
    case 'text': {
      const named = context.argument === 0 && ['setting', 'lookup'].includes(context.call ?? '')
      return { start: context.start, items: named ? settings.map(ofSetting) : [] }
    }
    case 'variable':
      return {
        start: context.start,
        items: [...variables(context), ...FUNCTIONS.map(ofFunction)],
      }
    case 'field': {
      const { start, base, isAfterDot } = context
      const found = fieldsAt(fields, base).map(ofField)
      return { start, items: isAfterDot ? found : [...found, ...FUNCTIONS.map(ofFunction)] }
    }
  }
}

function variables({
  variables,
  word,
}: {
  variables: readonly string[]
  word: string
}): Completion[] {
  const own = variables
    .filter((name) => `$${name}` !== word)
    .map((name): Completion => item('variable', `$${name}`, 'set in this expression', ''))
  return [
    ...own,
    item('variable', '$$', 'the whole record', 'The record, also within lines.'),
    item(
      'variable',
      '$key',
      'the record’s key',
      'By which the record is known in runs and traces.',
    ),
  ]
}

function item(kind: Completion['kind'], label: string, detail: string, help: string): Completion {
  return { kind, label, insert: label, detail, help }
}

function ofFunction(help: FunctionHelp): Completion {
  const label = `$${help.name}`
  const takesNothing = help.signature.endsWith('()')
  return {
    ...{ kind: 'function', label, insert: takesNothing ? `${label}()` : `${label}(` },
    ...{ detail: `$${help.signature}`, help: functionText(help) },
  }
}

/** The help of a function with its example. */
export function functionText({ help, example, gives }: FunctionHelp): string {
  return `${help}\n\n${example} → ${JSON.stringify(gives)}`
}

function ofSetting({ key, label, value }: CompletionSources['settings'][number]): Completion {
  return {
    ...{ kind: 'setting', label: key, insert: key },
    ...{ detail: label, help: settingText({ label, value }) },
  }
}

/** What a setting is called, and its value. */
export function settingText({ label, value }: { label: string; value: unknown }): string {
  const blank = value === undefined || value === null || value === ''
  return `${label}: ${blank ? 'not filled in' : shortJson(value)}`
}

function ofField(field: SourceField): Completion {
  return {
    ...{ kind: 'field', label: field.key, insert: nameInPath(field.key) },
    ...{ detail: fieldText(field), help: exampleText(field) },
  }
}

/** The type of a field, and how many of the samples have it. */
function fieldText({ types, list, present }: SourceField): string {
  const type = list ? `list of ${types.join(' or ')}` : types.join(' or ')
  const share = Math.round(present * 100)
  if (present >= 1) return type
  return `${type}, in ${share === 0 ? 'under 1' : Math.min(share, 99)} % of samples`
}

function exampleText({ example }: SourceField): string {
  return example === undefined ? '' : `For example ${shortJson(example)}`
}

/** A value as one line of JSON that is not too long to be read. */
function shortJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}

/** A name that is no plain word goes into backticks. */
function nameInPath(name: string): string {
  const isPlain =
    /^[A-Za-z_]\w*$/.test(name) && !['and', 'or', 'in', 'true', 'false', 'null'].includes(name)
  return isPlain ? name : `\`${name}\``
}

/** The fields below a path; of an unknown one all that any object has, each name once. */
function fieldsAt(fields: readonly SourceField[], base: FieldPath): readonly SourceField[] {
  if (base === null) {
    const byName = new Map<string, SourceField>()
    collect(fields, byName)
    return [...byName.values()]
  }
  return base.reduce<readonly SourceField[]>(
    (level, name) => level.find((field) => field.key === name)?.fields ?? [],
    fields,
  )
}

function collect(fields: readonly SourceField[], into: Map<string, SourceField>): void {
  for (const field of fields) {
    if (!into.has(field.key)) into.set(field.key, field)
    collect(field.fields, into)
  }
}
