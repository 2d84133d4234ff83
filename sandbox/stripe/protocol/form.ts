import { parse } from 'qs'
import { z } from 'zod'
import { StripeError } from './errors.ts'

/**
 * Reads a form (`a[b]=1&list[0]=x`, also `list[]=x`) into nested values; every leaf is a string, as
 * it was sent. A null byte is refused here, because no store behind can keep one.
 */
export function decodeForm(form: string): Record<string, unknown> {
  if (/%00|\0/.test(form)) throw new StripeError(400, 'Invalid string: contains a null byte.')
  return parse(form, { depth: 10, arrayLimit: 1000, parameterLimit: 20_000, plainObjects: true })
}

/**
 * Checks decoded parameters; gives typed values or throws the 400 that Stripe answers: unknown,
 * missing, empty or malformed parameters, naming the first of them.
 */
export function readParams<Schema extends z.ZodType>(
  schema: Schema,
  params: unknown,
): z.output<Schema> {
  const result = schema.safeParse(params)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  if (!issue) throw new StripeError(400, 'Invalid request.')
  throw refusal(issue)
}

/** A whole number, `12`. */
export const integer = checked(/^-?\d{1,15}$/, 'parameter_invalid_integer', 'integer').transform(
  Number,
)
/** A decimal with at most 12 places, kept as the string it is. */
export const decimal = checked(/^-?\d{1,15}(\.\d{1,12})?$/, 'parameter_invalid_decimal', 'decimal')
/** `true` or `false`. */
export const flag = checked(/^(true|false)$/, 'parameter_invalid_boolean', 'boolean').transform(
  (value) => value === 'true',
)
/** A text that may not be empty. */
export const text = z.string().refine((value) => value !== '', {
  params: { code: 'parameter_invalid_empty' },
})
/** A currency code, in lower case as Stripe writes it. */
export const currency = checked(/^[a-z]{3}$/i, 'invalid_currency', 'currency').transform((value) =>
  value.toLowerCase(),
)
/** Something that `''` clears: gives null then. */
export function clearable<Schema extends z.ZodType>(schema: Schema) {
  return z.union([z.literal('').transform(() => null), schema])
}
/** Metadata to merge; null (sent as `''`) clears all, an empty value deletes its key. */
export const metadata = z.union([
  z.literal('').transform(() => null),
  z.record(z.string(), z.string()),
])
/** `expand[]`, allowed on every call: dotted paths. */
export const expand = z.array(z.string()).optional()
/** A range of moments in unix seconds; a bare number means that very second. */
export const moments = z.union([
  integer.transform((at): Moments => ({ gte: at, lte: at })),
  z.strictObject({
    gt: integer.optional(),
    gte: integer.optional(),
    lt: integer.optional(),
    lte: integer.optional(),
  }),
])

export interface Moments {
  gt?: number
  gte?: number
  lt?: number
  lte?: number
}

/** Metadata after a change; the limits are those of https://docs.stripe.com/api/metadata. */
export function mergeMetadata(
  before: Record<string, string> | null,
  change: Record<string, string> | null | undefined,
): Record<string, string> {
  if (change === null) return {}
  const after = { ...before }
  for (const [key, value] of Object.entries(change ?? {})) {
    const param = `metadata[${key}]`
    if (key.length > 40) {
      const message = `Metadata keys can be at most 40 characters long, but '${key}' has ${key.length}.`
      throw new StripeError(400, message, { param })
    }
    if (value.length > 500) {
      const message = `Metadata values can have up to 500 characters, but you passed in a value that is ${value.length} characters. Invalid value: ${value}`
      throw new StripeError(400, message, { param })
    }
    if (value === '') delete after[key]
    else after[key] = value
  }
  if (Object.keys(after).length > 50) {
    throw new StripeError(400, 'You can have up to 50 keys of metadata.', { param: 'metadata' })
  }
  return after
}

function checked(pattern: RegExp, code: string, what: string) {
  return z.string().refine((value) => pattern.test(value), {
    params: { code },
    error: (issue) => `Invalid ${what}: ${String(issue.input)}`,
  })
}

function refusal(issue: z.core.$ZodIssue): StripeError {
  const param = name(issue.path)
  if (issue.code === 'unrecognized_keys') {
    const unknown = name([...issue.path, issue.keys[0] ?? ''])
    const message = `Received unknown parameter: ${unknown}`
    return new StripeError(400, message, { code: 'parameter_unknown', param: unknown })
  }
  if (issue.code === 'invalid_union') {
    const last = issue.errors.at(-1)?.[0]
    if (last) return refusal({ ...last, path: [...issue.path, ...last.path] })
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    const message = `Missing required param: ${param}.`
    return new StripeError(400, message, { code: 'parameter_missing', param })
  }
  if (issue.code === 'custom' && issue.params?.code === 'parameter_invalid_empty') {
    const message = `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`
    return new StripeError(400, message, { code: 'parameter_invalid_empty', param })
  }
  if (issue.code === 'custom') {
    const code = String(issue.params?.code ?? 'parameter_invalid')
    return new StripeError(400, issue.message, { code, param })
  }
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String).join(', ')
    return new StripeError(400, `Invalid ${param}: must be one of ${allowed}`, { param })
  }
  return new StripeError(400, `Invalid ${param}: ${issue.message}`, { param })
}

function name(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('')
}
