import { functionHelp } from '#engine/mapping/functions.ts'
import { readSyntax } from '#engine/mapping/parse-syntax.ts'
import { childrenOf, type Syntax } from '#engine/mapping/syntax.ts'
import { valueAt } from '#engine/mapping/value-at.ts'
import type { JsonObject } from '#nodes/json.ts'
import { previewOnce } from '../_preview/shared-queue.ts'
import { functionText, settingText } from './completions.ts'
import type { LanguageContext } from './language-context.ts'

/** What is shown where the pointer rests, as Markdown. */
export interface Hover {
  range: { start: number; end: number }
  parts: string[]
}

/** Help of a function, a setting's value, or what a path is worth for the chosen sample. */
export async function hoverAt(
  text: string,
  offset: number,
  { settings, sample }: Pick<LanguageContext, 'settings' | 'sample'>,
): Promise<Hover | null> {
  const tree = readSyntax(text)
  if (!tree) return null
  return helpAt(tree, offset) ?? settingAt(tree, offset, settings) ?? valueHover()

  async function valueHover(): Promise<Hover | null> {
    const found = sample && valueAt(text, offset)
    if (!found) return null
    const values: JsonObject = {}
    for (const { key, value } of settings) if (value !== undefined) values[key] = value
    const result = await previewOnce(found.expression, sample, values)
    const path = text.slice(found.range.start, found.range.end)
    if (!result.ok) return { range: found.range, parts: [plain(result.message)] }
    if (result.value === undefined) {
      return { range: found.range, parts: [`\`${path}\` finds nothing in this sample.`] }
    }
    return { range: found.range, parts: [code(JSON.stringify(result.value, null, 2))] }
  }
}

function helpAt(tree: Syntax, offset: number): Hover | null {
  const called = innermost(tree, offset, (node) => node.type === 'variable')
  const help = called?.type === 'variable' ? functionHelp(called.value) : undefined
  if (!called || !help) return null
  const { start, end } = called
  return { range: { start, end }, parts: [code(`$${help.signature}`), plain(functionText(help))] }
}

function settingAt(
  tree: Syntax,
  offset: number,
  settings: LanguageContext['settings'],
): Hover | null {
  const call = innermost(tree, offset, (node) => node.type === 'call')
  if (call?.type !== 'call' || call.procedure.type !== 'variable') return null
  const [key] = call.arguments
  if (key?.type !== 'string' || offset < key.start || offset > key.end) return null
  if (!['setting', 'lookup'].includes(call.procedure.value)) return null
  const setting = settings.find((one) => one.key === key.value)
  const { start, end } = key
  const words = setting ? settingText(setting) : `The flow has no setting "${key.value}".`
  return { range: { start, end }, parts: [plain(words)] }
}

/** The smallest node at a place that is of a kind. */
function innermost(
  tree: Syntax,
  offset: number,
  fits: (node: Syntax) => boolean,
): Syntax | undefined {
  let found: Syntax | undefined
  let node: Syntax | undefined = tree
  while (node) {
    if (fits(node)) found = node
    node = childrenOf(node).find(({ start, end }) => start <= offset && offset <= end)
  }
  return found
}

const LONGEST = 1_200

function code(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}\n…` : text
  return `\`\`\`jsonata\n${shown}\n\`\`\``
}

/** Marks of Markdown in a value or message are meant as they are. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-!<>|]/g, '\\$&')
}
