import { choice, expression, rows, text } from '../../fields.ts'
import type { StoredConfig } from '../../fields.ts'
import { defineKind, type Port } from '../../kind.ts'

/** Where records go that no condition is true for. */
export const OTHERWISE: Port = { id: 'otherwise', label: 'Otherwise' }

export const transformBranch = defineKind({
  id: 'transform.branch',
  version: 1,
  role: 'transform',
  family: 'Transforms',
  title: 'Branch',
  description: 'Sends records on different ways, depending on conditions.',
  fields: {
    mode: choice('A record takes', [
      { value: 'first', label: 'the first way whose condition is true' },
      { value: 'all', label: 'every way whose condition is true' },
    ]),
    rows: rows(
      'Ways',
      {
        name: text('Name', { required: true, words: true, placeholder: 'Paid' }),
        condition: expression('When', {
          required: true,
          placeholder: 'invoice.status = "paid"',
          help: 'Must give true or false.',
        }),
      },
      {
        rowLabel: 'Way',
        required: true,
        help: 'Records for which no condition is true leave by "Otherwise".',
      },
    ),
  },
  ports: (config) => [...waysOf(config), OTHERWISE],
  exclusivePorts: (config) => config.mode !== 'all',
  summary: (config) =>
    waysOf(config)
      .map((way) => way.label)
      .join(' / ') || 'no ways yet',
  check: (config) => {
    const ids = [...waysOf(config), OTHERWISE].map((way) => way.id)
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    return twice === undefined
      ? []
      : [{ field: 'rows', message: `Two ways are called "${twice}". Give each its own name.` }]
  },
})

/** What an edge can name as its port. */
const LONGEST_PORT = 100

/**
 * The port of a way: its name in lower case, words joined by hyphens. A name without letters and
 * digits, such as `>`, is spelled by its code points: a port has to have an id while it is typed too.
 */
export function wayPort(name: string): Port {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? codePoints(name)
  return { id: shortened(words.join('-')), label: name }
}

function codePoints(name: string): string[] {
  return [...name].map((char) => `u${char.codePointAt(0)?.toString(16)}`)
}

/** Never ends in half a surrogate pair, which no database takes. */
function shortened(id: string): string {
  return id.slice(0, LONGEST_PORT).replace(/[\uD800-\uDBFF]$/, '')
}

function waysOf(config: StoredConfig): Port[] {
  if (!Array.isArray(config.rows)) return []
  return config.rows.flatMap((row) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return []
    return typeof row.name === 'string' && row.name ? [wayPort(row.name)] : []
  })
}
