import { parseExpression } from '#nodes/expression/parse.ts'
import { commentsOf } from './format/comments.ts'
import { LOCATION, PRINTER, type Printed } from './format/printer.ts'
import { readSyntax } from './parse-syntax.ts'

/**
 * Lays an expression out with Prettier; meaning, comments and empty lines stay. Throws an Error with
 * a sentence for the analyst where the text has faults, or where it would not come out the same.
 */
export async function formatMapping(text: string): Promise<string> {
  if (text.trim() === '') return text
  const body = readSyntax(text)
  if (!body) throw new Error('It was left as it is: mend the faults in it first.')
  const root: Printed = {
    ...{ type: 'root', body, comments: commentsOf(text) },
    ...{ start: 0, end: text.length },
  }
  const { format } = await import('prettier/standalone')
  const formatted = await format(text, {
    parser: LANGUAGE,
    printWidth: 90,
    plugins: [
      {
        parsers: { [LANGUAGE]: { parse: () => root, astFormat: LANGUAGE, ...LOCATION } },
        printers: { [LANGUAGE]: PRINTER },
      },
    ],
  }).catch(() => null)
  const made = formatted?.trim() ?? ''
  if (!isSame(text, made)) {
    throw new Error('It was left as it is: a comment stands where it could not be kept.')
  }
  return made
}

const LANGUAGE = 'jsonata'

/** Formatting is for the eye: JSONata must read the same, and no comment may be lost. */
function isSame(before: string, after: string): boolean {
  return meaning(before) === meaning(after) && words(before) === words(after)
}

function meaning(text: string): string | null {
  const { ast } = parseExpression(text)
  if (ast === undefined) return null
  return JSON.stringify(ast, (key, value: unknown) => {
    if (key === 'position') return undefined
    return value instanceof RegExp ? String(value) : value
  })
}

function words(text: string): string {
  return JSON.stringify(commentsOf(text).map((one) => one.text.replaceAll(/\s+/g, ' ')))
}
