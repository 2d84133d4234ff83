import { z } from 'zod'
import type { Choice, RecordField } from '../connection.ts'
import { isJsonObject } from '../json.ts'

/**
 * The fields of a record type from its JSON schema in the metadata catalog, in the order of their
 * labels. The schema does not say what a form demands: what is mandatory in practice is added, the
 * rest shows when writing.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1544787084.html
 */
export function recordFields(recordType: string, schema: unknown): RecordField[] {
  const mandatory = MANDATORY[recordType.toLowerCase()] ?? []
  return fieldsOf(PROPERTIES.parse(schema).properties, new Set(mandatory))
}

/** Lower-case record type → what NetSuite refuses to do without, `list.field` for lines. */
const MANDATORY: Record<string, readonly string[]> = {
  customer: ['subsidiary'],
  invoice: ['entity', 'item', 'item.item'],
  salesorder: ['entity', 'item', 'item.item'],
  cashsale: ['item', 'item.item'],
  creditmemo: ['entity', 'item', 'item.item', 'apply.doc'],
  customerpayment: ['customer', 'apply.doc'],
  customerrefund: ['customer', 'apply.doc'],
  noninventorysaleitem: ['itemId', 'incomeAccount'],
  servicesaleitem: ['itemId', 'incomeAccount'],
}

/** Kept by NetSuite itself, whatever the schema says. */
const KEPT = new Set(
  'id links refName totalResults subtotal total taxTotal amountPaid amountRemaining amountRemainingTotalBox applied unapplied status createdDate dateCreated lastModifiedDate balance overdueBalance due'.split(
    ' ',
  ),
)

/** Field name → the record type it refers to; the catalog seldom says it. */
const REFERS_TO = new Map(
  Object.entries({
    customer: ['entity', 'customer', 'parent'],
    transaction: ['createdFrom', 'doc', 'transactionToRefund'],
    account: ['account', 'arAcct', 'incomeAccount', 'deferredRevenueAccount', 'revenueAccount'],
    classification: ['class'],
    term: ['terms'],
    accountingPeriod: ['postingPeriod'],
    paymentMethod: ['paymentOption', 'paymentMethod'],
    item: ['item', 'discountItem'],
    employee: ['salesRep'],
    currency: ['currency'],
    subsidiary: ['subsidiary'],
    department: ['department'],
    location: ['location'],
  }).flatMap(([type, names]) => names.map((name): [string, string] => [name, type])),
)

function fieldsOf(
  properties: Record<string, Property>,
  mandatory: ReadonlySet<string>,
  path = '',
): RecordField[] {
  return Object.entries(properties)
    .filter(([id]) => id !== 'links')
    .map(([id, property]) => fieldOf(id, property, mandatory, `${path}${id}`))
    .sort((a, b) => a.label.localeCompare(b.label))
}

function fieldOf(
  id: string,
  property: Property,
  mandatory: ReadonlySet<string>,
  path: string,
): RecordField {
  const field: RecordField = {
    id,
    label: property.title || id,
    type: typeOf(property),
    required: mandatory.has(path) || property['x-ns-required'] === true,
    readOnly: property.readOnly === true || KEPT.has(id),
    custom: property['x-ns-custom-field'] === true || /^cust[a-z]*_/.test(id),
  }
  if (property.maxLength !== undefined) field.maxLength = property.maxLength
  const to = field.type === 'reference' ? referredBy(id, property) : undefined
  if (to) field.to = to
  const choices = choicesOf(property)
  if (choices.length > 0) field.choices = choices
  const inner = field.type === 'lines' ? property.properties?.items?.items : property
  if ((field.type === 'lines' || field.type === 'object') && inner?.properties)
    field.fields = fieldsOf(inner.properties, mandatory, `${path}.`)
  return field
}

function typeOf(property: Property): RecordField['type'] {
  const { type, format, properties } = property
  const ref = lastPart(property.$ref)
  if (choicesOf(property).length > 0) return 'choice'
  if (properties?.items || /Collection$/.test(ref)) return 'lines'
  if (type === 'object' || properties || ref) {
    if (!properties) return ref && !/Element$|Address$/.test(ref) ? 'reference' : 'object'
    if (!('id' in properties) || !('refName' in properties)) return 'object'
    return 'externalId' in properties || 'links' in properties ? 'reference' : 'choice'
  }
  if (type === 'array') return 'lines'
  if (type === 'boolean') return 'boolean'
  if (type === 'integer' || type === 'number') return 'number'
  if (format === 'date') return 'date'
  return format === 'date-time' ? 'datetime' : 'text'
}

function referredBy(id: string, property: Property): string | undefined {
  const said = property['x-ns-reference'] ?? property['x-ns-record-type']
  if (said) return said
  const ref = lastPart(property.$ref)
  if (ref && !/^ns[A-Z]/.test(ref)) return ref
  return REFERS_TO.get(id)
}

/** Choices of the field itself, or of the id within it. */
function choicesOf(property: Property): Choice[] {
  const values = property.enum ?? property.properties?.id?.enum ?? []
  const names = property.properties?.refName?.enum ?? []
  return values.map((value, at) => ({ id: String(value), label: String(names[at] ?? value) }))
}

const lastPart = (ref: string | undefined) => ref?.split('/').at(-1) ?? ''

interface Property {
  title?: string | undefined
  type?: string | undefined
  format?: string | undefined
  readOnly?: boolean | undefined
  maxLength?: number | undefined
  enum?: (string | number)[] | undefined
  $ref?: string | undefined
  'x-ns-custom-field'?: boolean | undefined
  'x-ns-required'?: boolean | undefined
  'x-ns-reference'?: string | undefined
  'x-ns-record-type'?: string | undefined
  properties?: Record<string, Property> | undefined
  items?: Property | undefined
}

const PROPERTY: z.ZodType<Property> = z.lazy(() =>
  z.object({
    title: z.string().optional().catch(undefined),
    type: z.string().optional().catch(undefined),
    format: z.string().optional().catch(undefined),
    readOnly: z.boolean().optional().catch(undefined),
    maxLength: z.number().optional().catch(undefined),
    enum: z
      .array(z.union([z.string(), z.number()]))
      .optional()
      .catch(undefined),
    $ref: z.string().optional().catch(undefined),
    'x-ns-custom-field': z.boolean().optional().catch(undefined),
    'x-ns-required': z.boolean().optional().catch(undefined),
    'x-ns-reference': z.string().optional().catch(undefined),
    'x-ns-record-type': z.string().optional().catch(undefined),
    properties: z.record(z.string(), PROPERTY).optional().catch(undefined),
    items: PROPERTY.optional().catch(undefined),
  }),
)

const PROPERTIES = z
  .custom<object>(isJsonObject)
  .pipe(z.object({ properties: z.record(z.string(), PROPERTY).default({}) }))
