import type { Splice } from './splice.ts'
import type { SyntaxOf } from './syntax.ts'
import { BLANK, skipBlank } from './tokens.ts'

/** An object with its pairs, or a list with its items. */
type Holder = SyntaxOf<'object'> | SyntaxOf<'array'>

/** One pair or item. */
interface Item {
  start: number
  end: number
}

/**
 * Puts a new pair or item in at a place among the others (default: at the end), laid out as its
 * neighbours are. Comments stay beside what they stand beside.
 */
export function insertion(
  text: string,
  holder: Holder,
  { item, at }: { item: string; at?: number | undefined },
): Splice[] {
  const items = itemsOf(holder)
  const index = Math.max(0, Math.min(at ?? items.length, items.length))
  const before = items[index - 1]
  const after = items[index]
  if (!before && !after) return [intoEmpty(text, holder, item)]
  const gap = gapBefore(text, before ?? after)
  if (!after) {
    // The last one: the comma goes to the one before, a comment on its line stays there.
    const end = before?.end ?? holder.start + 1
    const place = restOfLine(text, end, holder.end - 1)
    if (place === end) return [{ start: end, end, text: `,${gap}${item}` }]
    return [
      { start: end, end, text: ',' },
      { start: place, end: place, text: `${gap}${item}` },
    ]
  }
  const from = before ? skipBlank(text, before.end) + 1 : holder.start + 1
  const place = restOfLine(text, from, after.start)
  return [{ start: place, end: place, text: `${gap}${item},` }]
}

/** Takes a pair or item out, with its comma and the blanks before it; comments stay. */
export function removal(text: string, holder: Holder, index: number): Splice[] {
  const items = itemsOf(holder)
  const item = items[index]
  if (!item) return []
  const start = blankBefore(text, item.start)
  const next = items[index + 1]
  if (next) return [{ start, end: skipBlank(text, item.end) + 1, text: '' }]
  const previous = items[index - 1]
  if (!previous) {
    const alone = text.slice(holder.start + 1, item.start) === ' '
    const after = text.slice(item.end, holder.end - 1)
    return [{ start, end: alone && after === ' ' ? item.end + 1 : item.end, text: '' }]
  }
  const comma = skipBlank(text, previous.end)
  if (comma + 1 >= start) return [{ start: comma, end: item.end, text: '' }]
  return [
    { start: comma, end: comma + 1, text: '' },
    { start, end: item.end, text: '' },
  ]
}

/** Moves a pair or item to another place; comments above it go along, commas stay where they are. */
export function reordering(
  text: string,
  holder: Holder,
  { from, to }: { from: number; to: number },
): Splice[] {
  const items = itemsOf(holder)
  const chunks = items.map((item, index) => {
    const before = items[index - 1]
    const start = before ? skipBlank(text, before.end) + 1 : holder.start + 1
    return { start: afterBlank(text, restOfLine(text, start, item.start)), end: item.end }
  })
  const order = chunks.map((_, index) => index)
  const [moved] = order.splice(from, 1)
  if (moved === undefined) return []
  order.splice(Math.max(0, to), 0, moved)
  return chunks.flatMap((chunk, index) => {
    const source = chunks[order[index] ?? index]
    if (!source || source === chunk) return []
    return [{ ...chunk, text: text.slice(source.start, source.end) }]
  })
}

function itemsOf(holder: Holder): Item[] {
  return holder.type === 'object'
    ? holder.pairs.map(({ key, value }) => ({ start: key.start, end: value.end }))
    : holder.items
}

function intoEmpty(text: string, holder: Holder, item: string): Splice {
  const place = holder.start + 1
  const within = text.slice(place, holder.end - 1)
  if (within === '') return { start: place, end: place, text: ` ${item} ` }
  const newLine = within.lastIndexOf('\n')
  if (newLine < 0) {
    const start = blankBefore(text, holder.end - 1)
    return { start, end: start, text: start === place ? item : ` ${item}` }
  }
  const indent = within.slice(newLine + 1)
  const end = holder.end - 1 - indent.length - 1
  return { start: end, end, text: `\n${indent}  ${item}` }
}

/** The blanks that a new item beside this one begins with. */
function gapBefore(text: string, item: Item | undefined): string {
  if (!item) return ''
  const blank = text.slice(blankBefore(text, item.start), item.start)
  const newLine = blank.lastIndexOf('\n')
  return newLine < 0 ? ' ' : `\n${blank.slice(newLine + 1)}`
}

function blankBefore(text: string, from: number): number {
  let at = from
  while (at > 0 && BLANK.includes(text.charAt(at - 1))) at -= 1
  return at
}

function afterBlank(text: string, from: number): number {
  let at = from
  while (at < text.length && BLANK.includes(text.charAt(at))) at += 1
  return at
}

/** After the comments that end the line: those that another item follows on the line are its own. */
function restOfLine(text: string, from: number, limit: number): number {
  let at = from
  for (;;) {
    const next = afterSpaces(text, at)
    if (next >= limit || !text.startsWith('/*', next))
      return endsLine(text, next, limit) ? at : from
    at = text.indexOf('*/', next) + 2
  }
}

function endsLine(text: string, at: number, limit: number): boolean {
  return at >= limit || '\r\n'.includes(text.charAt(at))
}

function afterSpaces(text: string, from: number): number {
  let at = from
  while (text.charAt(at) === ' ' || text.charAt(at) === '\t') at += 1
  return at
}
