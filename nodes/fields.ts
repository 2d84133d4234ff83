import { z } from 'zod'
import type { Json } from './json.ts'

/** What an expression is evaluated on: the record and its key. */
export interface Evaluated {
  key: string
  record: Json
}

/** A parsed expression as a runner sees it; gives undefined when the expression finds nothing. */
export type Evaluate = (on: Evaluated) => Promise<Json | undefined>

interface FieldBase<Stored, Run> {
  label: string
  help?: string
  placeholder?: string
  /** A missing value is a problem: the flow neither publishes nor runs. */
  required: boolean
  /** The value stored in a flow document when the analyst left it alone. */
  initial: Stored
  /** Checks the stored value. Required-ness is checked apart, so that drafts may be incomplete. */
  schema: z.ZodType<Stored>
  /** Shown only when another field of the same node has one of these values. */
  when?: { field: string; is: readonly Json[] }
  /** Never set: carries the type that a runner gets for this field. */
  run?: Run
}

export interface TextField extends FieldBase<string, string> {
  widget: 'text' | 'textarea'
  /** Words for people: replacing text everywhere leaves alone what may be an id, a key or a path. */
  words?: boolean
}
export interface NumberField extends FieldBase<number | null, number | null> {
  widget: 'number'
  min?: number
  max?: number
}
export interface ToggleField extends FieldBase<boolean, boolean> {
  widget: 'toggle'
}
export interface ChoiceField extends FieldBase<string, string> {
  widget: 'choice'
  options: readonly { value: string; label: string }[]
}
/** The id of something in a connected account, chosen by its name. */
export interface PickField extends FieldBase<string, string> {
  widget: 'pick'
  /** `netsuite:<record type>` or `stripe:<object>`, as the settings of flows say it. */
  list: string
}
export interface TagsField extends FieldBase<string[], string[]> {
  widget: 'tags'
  /** Suggestions; any text may be entered. */
  options: readonly string[]
}
/** JSONata text. */
export interface ExpressionField extends FieldBase<string, Evaluate> {
  widget: 'expression' | 'mapping'
  /** For `mapping`: the record type whose field list the result is checked against. */
  target?: string
}
/** A list of rows, each with the same columns. */
export interface RowsField<C extends Fields = Fields> extends FieldBase<
  Record<string, Json>[],
  RunConfig<C>[]
> {
  widget: 'rows'
  columns: C
  rowLabel: string
}

export type Field =
  | TextField
  | NumberField
  | ToggleField
  | ChoiceField
  | PickField
  | TagsField
  | ExpressionField
  // The columns of a row are fields again; their own types come back through RunConfig.
  | (FieldBase<Record<string, Json>[], unknown> & {
      widget: 'rows'
      columns: { [key: string]: Field }
      rowLabel: string
    })

export type Fields = { [key: string]: Field }

/** The config a runner gets: each field's run-time value, expressions parsed. */
export type RunConfig<F extends Fields> = {
  [K in keyof F]: F[K] extends FieldBase<infer _Stored, infer Run> ? Run : never
}

/** The config as a flow document stores it. */
export type StoredConfig = { [key: string]: Json }

type Options<Stored> = Partial<
  Pick<FieldBase<Stored, unknown>, 'help' | 'placeholder' | 'required' | 'initial' | 'when'>
>

export function text(
  label: string,
  options: Options<string> & { lines?: boolean; words?: boolean } = {},
): TextField {
  const { lines, words, ...rest } = options
  const field = base<string, string>(label, '', z.string().max(10_000), rest)
  return { ...field, widget: lines ? 'textarea' : 'text', words: words ?? lines ?? false }
}

export function number(
  label: string,
  options: Options<number | null> & { min?: number; max?: number } = {},
): NumberField {
  const { min, max, ...rest } = options
  const schema = z
    .number()
    .min(min ?? -Infinity)
    .max(max ?? Infinity)
    .nullable()
  return { ...base(label, null, schema, rest), widget: 'number', min, max }
}

export function toggle(label: string, options: Options<boolean> = {}): ToggleField {
  return { ...base(label, false, z.boolean(), options), widget: 'toggle' }
}

export function choice(
  label: string,
  choices: readonly { value: string; label: string }[],
  options: Options<string> = {},
): ChoiceField {
  const schema = z.string().refine((value) => choices.some((one) => one.value === value), {
    error: `must be one of ${choices.map((one) => one.value).join(', ')}`,
  })
  const initial = options.initial ?? choices[0]?.value ?? ''
  return { ...base(label, initial, schema, options), widget: 'choice', options: choices }
}

/** The id of one record of the connected account, from a picker; an id may also be typed. */
export function pick(
  label: string,
  list: `${'netsuite' | 'stripe'}:${string}`,
  options: Options<string> = {},
): PickField {
  return { ...base(label, '', z.string().max(500), options), widget: 'pick', list }
}

export function tags(
  label: string,
  suggestions: readonly string[],
  options: Options<string[]> = {},
): TagsField {
  const schema = z.array(z.string().min(1)).max(200)
  return {
    ...base<string[], string[]>(label, [], schema, options),
    widget: 'tags',
    // An event may stand under two objects; a picker takes each suggestion once.
    options: [...new Set(suggestions)],
  }
}

/** One JSONata expression, evaluated on the record; `$key` is the record's key. */
export function expression(label: string, options: Options<string> = {}): ExpressionField {
  return {
    ...base<string, Evaluate>(label, '', z.string().max(100_000), options),
    widget: 'expression',
  }
}

/** A JSONata expression that gives an object: the mapped record. */
export function mapping(
  label: string,
  options: Options<string> & { target?: string } = {},
): ExpressionField {
  const { target, ...rest } = options
  return {
    ...base<string, Evaluate>(label, '', z.string().max(200_000), rest),
    widget: 'mapping',
    target,
  }
}

export function rows<C extends Fields>(
  label: string,
  columns: C,
  options: Options<Record<string, Json>[]> & { rowLabel: string },
): RowsField<C> {
  const { rowLabel, ...rest } = options
  const row = z.record(z.string(), z.json())
  return {
    ...base<Record<string, Json>[], RunConfig<C>[]>(label, [], z.array(row).max(200), rest),
    widget: 'rows',
    columns,
    rowLabel,
  }
}

function base<Stored, Run>(
  label: string,
  initial: Stored,
  schema: z.ZodType<Stored>,
  options: Options<Stored>,
): FieldBase<Stored, Run> {
  return { label, required: false, initial, schema, ...options }
}
