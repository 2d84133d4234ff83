import { isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'

/** What is personal about a value, in the words that people are shown. */
export type PersonalKind =
  | 'name'
  | 'e-mail'
  | 'phone'
  | 'address'
  | 'bank or card'
  | 'tax number'
  | 'birthday'
  | 'network address'

/** Where a field stands: the keys above it, outermost first, and the object that it is in. */
interface Surroundings {
  parents: readonly string[]
  siblings: JsonObject
}

/**
 * What personal data a field holds by its key, in the spellings of Stripe and NetSuite; null for any
 * other. A bare `name` is personal only where it stands with a person's other data, and not for a
 * product or a price.
 */
export function personalField(key: string, around: Surroundings): PersonalKind | null {
  const word = plain(key)
  const parents = around.parents.map(plain)
  const parent = parents.at(-1) ?? ''
  if (word === 'name' || word === 'refname') return isOfPerson(parent, around) ? 'name' : null
  // https://docs.stripe.com/api/tax_ids/object: the number is in `value`, the kind in `type`.
  if (word === 'value') return TAX.test(parent) ? 'tax number' : null
  if (parent === 'dob' || BIRTHDAY.has(word)) return 'birthday'
  if (isJsonObject(around.siblings[key] ?? null)) return null
  return BY_KEY.find(([pattern]) => pattern.test(word))?.[1] ?? null
}

const BIRTHDAY = new Set(['birthdate', 'birthday', 'dateofbirth'])
const TAX = /^(customer)?tax(ids|iddata|id)$/

/** Keys in lower case without `_`; a prefix such as `customer` or `custbody_` plays no part. */
const BY_KEY: readonly [RegExp, PersonalKind][] = [
  [/e?mail(address)?$|^emails?$/, 'e-mail'],
  [/(phone|mobile|fax)(number)?$/, 'phone'],
  [/(first|middle|last|sur|given|family|full|holder|owner|maiden)name$/, 'name'],
  [/(company|customer|business|billing|shipping|contact|individual|signer|bank)name$/, 'name'],
  [/^(salutation|attention|attn|addressee|cardholder|contactperson|altname)$/, 'name'],
  [/^(address)?line[1-4]$|(^|ing)addr(ess)?[1-4]$|^street(name|number)?$/, 'address'],
  [/addr(ess)?text$|^(city|town|locality|zip|zipcode|postalcode|postcode)$/, 'address'],
  [/^(bill|ship)(ing)?(address|addressee|city|zip)$|^(default|main)address$/, 'address'],
  [/(^|dynamic|card)last4$|iban$|accountnumber$|routingnumber$|^sortcode$/, 'bank or card'],
  [
    /^(vat|tax)(id|no|num|number|regnumber|idnum)$|^taxidnumber$|^(ssn|ein|itin|tin)(last4)?$/,
    'tax number',
  ],
  [/^(client|remote|purchase)?ip(address)?$/, 'network address'],
]

const PEOPLE =
  /customer|billingdetails|shipping|contact|owner|person|individual|recipient|payer|entity|employee|address|cardholder|company$/

/** A person's record has an e-mail address, a phone number or an address beside the name. */
function isOfPerson(parent: string, { siblings }: Surroundings): boolean {
  if (PEOPLE.test(parent)) return true
  const has = (key: string): boolean => hasKey(siblings, key)
  if (siblings.object === 'customer') return true
  return parent === '' || !NOT_PEOPLE.test(parent) ? has('email') || has('phone') : false
}

const NOT_PEOPLE = /product|price|plan|item|coupon|subsidiary|currency/

function hasKey(object: { [key: string]: Json }, key: string): boolean {
  return Object.hasOwn(object, key)
}

function plain(key: string): string {
  return key.toLowerCase().replaceAll(/[_\-\s]/g, '')
}
