import type { Evaluate, Field, Fields } from '#nodes/fields.ts'
import {
  compileExpression,
  ExpressionError,
  type Expression,
  type Scope,
} from '#nodes/expression.ts'
import { isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'
import type { Kind } from '#nodes/kind.ts'
import { liftNode } from '../graph/lift-node.ts'
import type { FlowNode } from '../graph/schema.ts'

/** A fault in one config field, at a path such as `rows[2].condition`. */
export interface ConfigFault {
  severity: 'error' | 'warning'
  code: string
  field: string
  position: number | null
  message: string
}

/** A runner's config: plain values, and functions where the kind has expressions. */
export interface RunnerConfig {
  [key: string]: Json | Evaluate | RunnerConfig | (Json | Evaluate | RunnerConfig)[]
}

/** Makes a runner's config for one run. */
export type BindConfig = (scope: Scope) => RunnerConfig

/**
 * Checks a stored config against its kind's fields and parses its expressions. Where a plain field
 * says `$setting("key")`, it has that setting's value. Gives the faults, and how to bind the config
 * to a run (only to be used when no fault is an error).
 */
export function compileConfig(
  fields: Fields,
  stored: JsonObject,
  settings: JsonObject,
): { faults: ConfigFault[]; bind: BindConfig } {
  const faults: ConfigFault[] = []
  const binders = compileFields(fields, { stored, path: '', faults, settings })
  return { faults, bind: (scope) => bindAll(binders, scope) }
}

/** Brings a stored config to the kind's present version and fills in what was never set. */
export function liftConfig(kind: Kind, node: Pick<FlowNode, 'version' | 'config'>): JsonObject {
  return liftNode(kind, node).config
}

/** A stored config with the settings that its plain fields name put in, for checks of a kind's own. */
export function configWithSettings(
  fields: Fields,
  stored: JsonObject,
  settings: JsonObject,
): JsonObject {
  const entries = Object.entries(stored).map(([key, value]): [string, Json] => {
    const field = fields[key]
    if (!field) return [key, value]
    if (field.widget === 'rows' && Array.isArray(value)) {
      const inRow = (row: Json): Json =>
        isJsonObject(row) ? configWithSettings(field.columns, row, settings) : row
      return [key, value.map(inRow)]
    }
    return [key, isPlain(field) ? (withSettings(value, settings) ?? null) : value]
  })
  return Object.fromEntries(entries)
}

interface Place {
  stored: JsonObject
  path: string
  faults: ConfigFault[]
  settings: JsonObject
}

type Binder = (scope: Scope) => RunnerConfig[string]

function compileFields(fields: Fields, place: Place): [string, Binder][] {
  for (const key of Object.keys(place.stored)) {
    if (key in fields) continue
    place.faults.push({
      severity: 'warning',
      code: 'unknown-field',
      field: place.path + key,
      position: null,
      message: `There is no field "${key}"; its value is ignored.`,
    })
  }
  return Object.entries(fields).map(([key, field]) => [key, compileField(key, field, place)])
}

function compileField(key: string, field: Field, place: Place): Binder {
  const { stored, faults, settings } = place
  const path = place.path + key
  const fault = (code: string, message: string, position: number | null = null) => {
    faults.push({ severity: 'error', code, field: path, position, message })
  }
  const written = stored[key] ?? field.initial
  const value = isPlain(field) ? withSettings(written, settings) : written
  const parsed = field.schema.safeParse(value)
  if (!parsed.success) {
    fault('config', `${field.label}: ${parsed.error.issues[0]?.message ?? 'is not valid'}.`)
    return () => null
  }
  if (!isShown(field, stored)) return blankBinder(field)
  if (field.required && isEmpty(parsed.data)) {
    fault('required', `"${field.label}" is missing.`)
    return () => null
  }
  switch (field.widget) {
    case 'expression':
    case 'mapping': {
      if (typeof parsed.data !== 'string' || parsed.data.trim() === '') return blankBinder(field)
      try {
        return expressionBinder(parseOnce(parsed.data))
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error
        fault('expression', `${field.label}: ${error.message}`, error.position)
        return () => null
      }
    }
    case 'rows': {
      if (!Array.isArray(parsed.data)) return () => []
      const rows = parsed.data.map((row, index) => {
        const stored = typeof row === 'object' ? row : {}
        const inner = { stored, path: `${path}[${index}].`, faults, settings }
        return compileFields(field.columns, inner)
      })
      return (scope) => rows.map((row) => bindAll(row, scope))
    }
    case 'text':
    case 'textarea':
    case 'number':
    case 'toggle':
    case 'choice':
    case 'pick':
    case 'tags': {
      const plain = parsed.data
      return () => plain
    }
  }
}

function isPlain(field: Field): boolean {
  return field.widget !== 'expression' && field.widget !== 'mapping' && field.widget !== 'rows'
}

const SETTING = /\$setting\(\s*(["'])([A-Za-z][A-Za-z0-9_]*)\1\s*\)/g

/** A whole `$setting("key")` has the setting's value as it is; within a text it is put in as text. */
function withSettings(value: Json | undefined, settings: JsonObject): Json | undefined {
  if (Array.isArray(value)) return value.map((one) => withSettings(one, settings) ?? '')
  if (typeof value !== 'string' || !value.includes('$setting')) return value
  const whole = [...value.matchAll(SETTING)].find((use) => use[0] === value.trim())
  if (whole) return settings[whole[2] ?? ''] ?? ''
  return value.replaceAll(SETTING, (_use, _quote, key: string) => {
    const setting = settings[key]
    return typeof setting === 'string' || typeof setting === 'number' ? String(setting) : ''
  })
}

function isShown(field: Field, stored: JsonObject): boolean {
  if (!field.when) return true
  const decides = stored[field.when.field]
  return field.when.is.some((value) => value === decides)
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  if (Array.isArray(value)) return value.length === 0
  return value === null || value === undefined
}

/** A field left alone: an expression finds nothing, anything else has its initial value. */
function blankBinder(field: Field): Binder {
  if (field.widget === 'expression' || field.widget === 'mapping') {
    const nothing: Evaluate = () => Promise.resolve(undefined)
    return () => nothing
  }
  if (field.widget === 'rows') return () => []
  const initial = field.initial
  return () => initial
}

const PARSED_AT_MOST = 2_000
const parsedTexts = new Map<string, Expression>()

/** Parses each text once: the designer compiles the whole flow on every edit of one field. */
function parseOnce(text: string): Expression {
  const known = parsedTexts.get(text)
  if (known) return known
  const expression = compileExpression(text)
  if (parsedTexts.size >= PARSED_AT_MOST) parsedTexts.clear()
  parsedTexts.set(text, expression)
  return expression
}

function expressionBinder(expression: Expression): Binder {
  return (scope) => (on) => expression.evaluate(on.record, { ...scope, key: on.key })
}

function bindAll(binders: [string, Binder][], scope: Scope): RunnerConfig {
  return Object.fromEntries(binders.map(([key, bind]) => [key, bind(scope)]))
}
