import { join } from 'node:path'
import ts from 'typescript'
import { ROOT } from '../bin/root.ts'

/** Compares JSON as it was on the wire with what the pinned Stripe SDK declares for it. */
export interface StripeTypes {
  /** The kinds it knows, by the `object` that they carry. */
  kinds: readonly string[]
  /** The types of its events. */
  eventTypes: readonly string[]
  /** What is wrong with an object, a list or a search result: nothing, when it fits. */
  problems: (answer: unknown) => string[]
}

/**
 * Reads the SDK's declarations with the compiler. An answer fits when every property that is not
 * optional is there, null stands only where it may, every value has its type, texts with a known
 * set of values have one of those, and there is nothing that is not declared.
 */
export function readStripeTypes(): StripeTypes {
  const program = ts.createProgram([FILE], OPTIONS, host())
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(FILE)
  const declared = source?.statements.find(ts.isInterfaceDeclaration)
  if (!declared) throw new Error('The declarations of the Stripe SDK could not be read.')
  const types = new Map(
    checker
      .getPropertiesOfType(checker.getTypeAtLocation(declared))
      .map((property) => [property.name, checker.getTypeOfSymbol(property)]),
  )
  const ofAnswer = (answer: unknown, path: string): string[] => {
    if (!isObject(answer)) return [`${path} is no object`]
    const kind = answer.object
    if (kind === 'list' || kind === 'search_result') return ofList(answer, path)
    if (answer.deleted === true) return ofDeleted(answer, path)
    const type = types.get(String(kind))
    return type
      ? fit({ checker, partial: false }, type, answer, path)
      : [`${path} is of no known kind: ${String(kind)}`]
  }
  const ofList = (list: Record<string, unknown>, path: string): string[] => {
    if (!Array.isArray(list.data)) return [`${path}.data is no list`]
    const keys = list.object === 'list' ? LIST_KEYS : SEARCH_KEYS
    return [
      ...keys.filter((key) => !(key in list)).map((key) => `${path}.${key} is missing`),
      ...list.data.flatMap((member, place) => ofAnswer(member, `${path}.data[${place}]`)),
    ]
  }
  return {
    kinds: [...types.keys()],
    eventTypes: eventTypes(checker, types.get('event')),
    problems: (answer) => ofAnswer(answer, isObject(answer) ? String(answer.object) : 'answer'),
  }
}

function eventTypes(checker: ts.TypeChecker, event: ts.Type | undefined): string[] {
  const kinds = event?.isUnion() ? event.types : []
  return kinds.flatMap((kind) => {
    const property = kind.getProperty('type')
    const type = property && checker.getTypeOfSymbol(property)
    return type?.isStringLiteral() ? [type.value] : []
  })
}

/** Each kind's declaration; checked by the compiler like any other code. */
const DECLARATIONS = `
import type Stripe from 'stripe'
export interface Kinds {
  account: Stripe.Account
  balance: Stripe.Balance
  balance_transaction: Stripe.BalanceTransaction
  charge: Stripe.Charge
  'checkout.session': Stripe.Checkout.Session
  coupon: Stripe.Coupon
  credit_note: Stripe.CreditNote
  credit_note_line_item: Stripe.CreditNoteLineItem
  customer: Stripe.Customer
  customer_balance_transaction: Stripe.CustomerBalanceTransaction
  discount: Stripe.Discount
  event: Stripe.Event
  invoice: Stripe.Invoice
  invoice_payment: Stripe.InvoicePayment
  invoiceitem: Stripe.InvoiceItem
  item: Stripe.LineItem
  line_item: Stripe.InvoiceLineItem
  payment_intent: Stripe.PaymentIntent
  payment_link: Stripe.PaymentLink
  payment_method: Stripe.PaymentMethod
  payment_record: Stripe.PaymentRecord
  price: Stripe.Price
  product: Stripe.Product
  promotion_code: Stripe.PromotionCode
  refund: Stripe.Refund
  tax_id: Stripe.TaxId
  tax_rate: Stripe.TaxRate
  'test_helpers.test_clock': Stripe.TestHelpers.TestClock
  webhook_endpoint: Stripe.WebhookEndpoint
}`

const FILE = join(ROOT, 'testing/stripe-kinds.virtual.ts')
const LIST_KEYS = ['object', 'data', 'has_more', 'url']
const SEARCH_KEYS = [...LIST_KEYS, 'next_page']
const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  target: ts.ScriptTarget.ES2022,
  types: [],
}

function host(): ts.CompilerHost {
  const files = ts.createCompilerHost(OPTIONS)
  return {
    ...files,
    fileExists: (name) => name === FILE || files.fileExists(name),
    readFile: (name) => (name === FILE ? DECLARATIONS : files.readFile(name)),
    getSourceFile: (name, version) =>
      name === FILE
        ? ts.createSourceFile(name, DECLARATIONS, version)
        : files.getSourceFile(name, version),
  }
}

interface Rules {
  checker: ts.TypeChecker
  /** Every property may be missing or null. */
  partial: boolean
}

function fit(rules: Rules, type: ts.Type, value: unknown, path: string): string[] {
  const { checker } = rules
  const parts = type.isUnion() ? type.types : [type]
  const has = (flags: ts.TypeFlags) => parts.some((part) => (part.flags & flags) !== 0)
  if (has(ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return []
  const wrong = (what: string) => [`${path} must not be ${what}`]
  if (value === null) return rules.partial || has(ts.TypeFlags.Null) ? [] : wrong('null')
  if (typeof value === 'string') return fitText(parts, value, path)
  if (typeof value === 'number') return has(ts.TypeFlags.NumberLike) ? [] : wrong('a number')
  if (typeof value === 'boolean') {
    const literal = parts.some((part) => checker.typeToString(part) === String(value))
    return literal || has(ts.TypeFlags.Boolean) ? [] : wrong(String(value))
  }
  if (Array.isArray(value)) {
    const list = parts.find((part) => checker.isArrayType(part))
    const member = list && checker.getIndexTypeOfType(list, ts.IndexKind.Number)
    if (!member) return wrong('a list')
    return value.flatMap((one, place) => fit(rules, member, one, `${path}[${place}]`))
  }
  if (!isObject(value)) return wrong(typeof value)
  const candidates = parts.filter(
    (part) => isHash(checker, part) && mayBe(checker, part, value) && !isDecimal(part),
  )
  const tries = candidates.map((part) => fitObject(rules, part, value, path))
  return tries.toSorted((a, b) => a.length - b.length)[0] ?? wrong('an object of this kind')
}

function fitText(parts: ts.Type[], value: string, path: string): string[] {
  const allowed = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []))
  if (allowed.includes(value)) return []
  if (parts.some((part) => (part.flags & ts.TypeFlags.String) !== 0)) return []
  if (parts.some(isDecimal) && /^-?\d+(\.\d+)?$/.test(value)) return []
  return [`${path} must not be '${value}'`]
}

function fitObject(
  rules: Rules,
  type: ts.Type,
  value: Record<string, unknown>,
  path: string,
): string[] {
  const { checker } = rules
  const index = checker.getIndexTypeOfType(type, ts.IndexKind.String)
  if (index) {
    return Object.entries(value).flatMap(([key, one]) => fit(rules, index, one, `${path}.${key}`))
  }
  const properties = checker.getPropertiesOfType(type)
  const known = new Set(properties.map((property) => property.name))
  // An object of which nothing is declared (`{}`) may hold anything.
  const extra = known.size === 0 ? [] : Object.keys(value).filter((key) => !known.has(key))
  return [
    ...extra.map((key) => `${path}.${key} is not declared`),
    ...properties.flatMap((property) => {
      const place = `${path}.${property.name}`
      const optional = rules.partial || (property.flags & ts.SymbolFlags.Optional) !== 0
      if (!(property.name in value)) return optional ? [] : [`${place} is missing`]
      // What was before a change: only what is different, null for what was not there.
      const partial = rules.partial || property.name === 'previous_attributes'
      const declared = checker.getTypeOfSymbol(property)
      return fit({ checker, partial }, declared, value[property.name], place)
    }),
  ]
}

/** Whether the words that tell kinds apart (`object`, `type`) allow a type for a value. */
function mayBe(checker: ts.TypeChecker, type: ts.Type, value: Record<string, unknown>): boolean {
  return ['object', 'type'].every((key) => {
    const property = type.getProperty(key)
    const declared = property && checker.getTypeOfSymbol(property)
    return !declared?.isStringLiteral() || declared.value === value[key]
  })
}

function isHash(checker: ts.TypeChecker, type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Object) !== 0 && !checker.isArrayType(type)
}

/** The SDK makes `Decimal` objects of decimals; on the wire they are texts. */
function isDecimal(type: ts.Type): boolean {
  return type.aliasSymbol?.name === 'Decimal'
}

function ofDeleted(answer: Record<string, unknown>, path: string): string[] {
  const keys = Object.keys(answer).filter((key) => !['id', 'object', 'deleted'].includes(key))
  return keys.map((key) => `${path}.${key} is not declared of something deleted`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
