import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findUses, readWanted, replaceUses, type Wanted } from './find-uses.ts'
import { syntaxFault } from './parse-syntax.ts'
import { templateTexts } from './testing.ts'

const EMAIL: Wanted = { kind: 'path', names: ['customer', 'email'] }

/** The texts of the uses; of an indirect one, the word. */
function found(text: string, wanted: Wanted = EMAIL): string[] {
  return findUses(text, wanted).map((use) =>
    use.indirect ? 'indirect' : text.slice(use.start, use.end),
  )
}

it('reads what to look for', () => {
  expect(readWanted('customer.`e mail`')).toEqual({ kind: 'path', names: ['customer', 'e mail'] })
  expect(readWanted('$setting("zone")')).toEqual({ kind: 'setting', key: 'zone' })
  expect(readWanted('$toMajor')).toEqual({ kind: 'variable', name: 'toMajor' })
  for (const text of ['a + b', 'a[b].c', '', 'Stripe invoice', '"text"']) {
    expect(readWanted(text)).toBeNull()
  }
})

it.each([
  ['customer.email', ['customer.email']],
  ['invoice.customer[active = true].email[0]', ['customer[active = true].email']],
  ['$$.customer . /* new */ `email`', ['customer . /* new */ `email`']],
  ['$lookup(customer, "email") ? customer."email"', ['customer, "email"', 'customer."email"']],
  ['lines[$$.customer.email = mail].id', ['customer.email']],
  ['customer^(>date).email.domain', ['customer^(>date).email']],
])('finds the field in %s', (text, uses) => {
  expect(found(text)).toEqual(uses)
})

it.each(['"customer.email"', '/* customer.email */ id', 'customer.mail', 'customers.email', '{ "'])(
  'does not take %s for a use',
  (text) => {
    expect(found(text)).toEqual([])
  },
)

it('finds a field that is reached through a variable or inside an object', () => {
  expect(found('( $c := invoice.customer; { "mail": $c.email } )')).toEqual(['indirect'])
  expect(found('customer.{ "mail": email }')).toEqual(['indirect'])
})

it('finds settings and functions by their names', () => {
  const text = '$setting("zone", "") & $lookup("zone", id) & $lookup(zone, "zone") & $zone'
  expect(found(text, { kind: 'setting', key: 'zone' })).toEqual(['"zone"', '"zone"'])
  expect(found(text, { kind: 'variable', name: 'zone' })).toEqual(['$zone'])
})

it('replaces names and leaves everything around them as it is', () => {
  const replace = (text: string, names: string[]) =>
    replaceUses(text, EMAIL, { kind: 'path', names })
  expect(replace('a.customer[x > 1].email & customer.email', ['client', 'e-mail'])).toEqual({
    text: 'a.client[x > 1].`e-mail` & client.`e-mail`',
    ...{ replaced: 2, left: 0 },
  })
  expect(replace('customer[x].email & customer.email', ['contact'])).toEqual({
    text: 'customer[x].email & contact',
    ...{ replaced: 1, left: 1 },
  })
  expect(replace('$lookup(customer, "email")', ['payer', 'mail']).text).toBe(
    '$lookup(payer, "mail")',
  )
  expect(
    replaceUses(
      '$setting("a") & "a"',
      { kind: 'setting', key: 'a' },
      { kind: 'setting', key: 'b' },
    ),
  ).toMatchObject({ text: '$setting("b") & "a"', replaced: 1 })
})

it('replaces in every template so that it can be read, and back again', () => {
  const name = fc.constantFrom('id', 'invoice', 'name', 'amount', 'customer', 'status')
  const texts = templateTexts().map(({ text }) => text)
  fc.assert(
    fc.property(fc.constantFrom(...texts), name, (text, one) => {
      const from: Wanted = { kind: 'path', names: [one] }
      const to: Wanted = { kind: 'path', names: ['another name'] }
      const there = replaceUses(text, from, to).text
      expect(syntaxFault(there)).toBeNull()
      expect(findUses(there, from).every(({ indirect }) => indirect)).toBe(true)
      expect(replaceUses(there, to, from).text).toBe(text)
    }),
  )
})
