import { describe, expect, test } from 'vitest'
import type { Json } from '#nodes/json.ts'
import { TEMPLATES } from '#nodes/templates/catalog.ts'
import { formatMapping } from './format.ts'

describe('formatMapping', () => {
  test('a mapping in one line becomes one that can be read', async () => {
    const text =
      '{"memo":invoice.description?:"Stripe invoice "&invoice.number,"dueDate":invoice.due_date?$isoDate(invoice.due_date,$setting("accountTimeZone")),"items":[lines.data.{"amount":amount}]}'
    expect(await formatMapping(text)).toBe(`{
  "memo": invoice.description ?: "Stripe invoice " & invoice.number,
  "dueDate": invoice.due_date ? $isoDate(invoice.due_date, $setting("accountTimeZone")),
  "items": [lines.data.{ "amount": amount }]
}`)
  })
  test('operators with a default, comments and empty lines stay as they are', async () => {
    const text = `(
  /* The money. */
  $a := total ?? 0;   /* in cents */

  $b := name ?: 'none';
  $a & $b /* end */
)`
    expect(await formatMapping(text)).toBe(text.replace('0;   /* in cents */', '0 /* in cents */;'))
  })
  test('a long condition and a long sum are laid out line by line', async () => {
    const text = `$likeCompany and $boolean(payer.business_name) and $count(payer.tax_ids.data) > 0 and $contains($name, "x") ? "a company" : payer.name ? "a person" : "nobody"`
    expect(await formatMapping(text)).toBe(`$likeCompany and
  $boolean(payer.business_name) and
  $count(payer.tax_ids.data) > 0 and
  $contains($name, "x")
  ? "a company"
  : payer.name ? "a person"
  : "nobody"`)
  })
  test('an object stays on lines of its own where it was, and in one line where it fits', async () => {
    expect(await formatMapping('{\n"a":1}')).toBe('{\n  "a": 1\n}')
    expect(await formatMapping('{"a":1,\n"b":2}')).toBe('{ "a": 1, "b": 2 }')
  })
  test.each([
    '|account|{ "name": "x" }, "id"|',
    'a.b^(>c, d)[0].e{ f: g }',
    'function($x)<n:n> { $x }',
    'λ($x) { $x }',
    '$f(?, -1) ~> $string',
    'a@$b.c#$i[]',
    '`my field`.**.%',
    "$match(x, /a\\/b/i) & 'its' & 1.50",
    '[1..5]',
    'a ?: (b ?? c)',
  ])('%s is written so already', async (text) => {
    expect(await formatMapping(text)).toBe(text)
  })
  test('a text with faults is left alone, and so is a blank one', async () => {
    await expect(formatMapping('{ "a": ')).rejects.toThrow('mend the faults')
    expect(await formatMapping('  ')).toBe('  ')
  })
  test('each mapping of the templates keeps its meaning, and formatting twice changes nothing', async () => {
    const mappings = TEMPLATES.flatMap(({ document }) => mappingsIn(document))
    expect(mappings.length).toBeGreaterThan(30)
    for (const text of mappings) {
      const once = await formatMapping(text)
      expect(await formatMapping(once)).toBe(once)
    }
  })
})

function mappingsIn(value: Json | undefined): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]: [string, Json]) =>
    key === 'mapping' && typeof one === 'string' ? [one] : mappingsIn(one),
  )
}
