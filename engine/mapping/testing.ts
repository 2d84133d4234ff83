import fc from 'fast-check'
import type { Field, Fields } from '#nodes/fields.ts'
import { findKind } from '#nodes/catalog.ts'
import { isJsonObject, type Json, type JsonObject } from '#nodes/json.ts'
import { TEMPLATES } from '#nodes/templates/catalog.ts'
import { parseFlowDocument } from '../graph/schema.ts'

/** An expression of a template, named by where it stands. */
export interface TemplateText {
  where: string
  widget: 'mapping' | 'expression'
  text: string
}

/** Every expression and mapping of every template that is not blank. */
export function templateTexts(): TemplateText[] {
  return TEMPLATES.flatMap((template) =>
    parseFlowDocument(template.document).nodes.flatMap((node) =>
      textsIn(findKind(node.kind)?.fields ?? {}, node.config, `${template.id} ${node.id}`),
    ),
  )
}

/** The mappings among them. */
export function templateMappings(): TemplateText[] {
  return templateTexts().filter(({ widget }) => widget === 'mapping')
}

function textsIn(fields: Fields, config: JsonObject, where: string): TemplateText[] {
  return Object.entries(fields).flatMap(([key, field]) =>
    textsOf(field, config[key] ?? field.initial, `${where} ${key}`),
  )
}

function textsOf(field: Field, value: Json, where: string): TemplateText[] {
  if (field.widget === 'rows') {
    const rows = Array.isArray(value) ? value.filter(isJsonObject) : []
    return rows.flatMap((row, index) => textsIn(field.columns, row, `${where}[${index}]`))
  }
  if (field.widget !== 'mapping' && field.widget !== 'expression') return []
  if (typeof value !== 'string' || value.trim() === '') return []
  return [{ where, widget: field.widget, text: value }]
}

const blank = fc.constantFrom('', ' ', '\n', '\n    ', ' /* a note: "x", { */ ', '\t')
const fieldName = fc.constantFrom('id', 'name', 'amount', 'lines', 'data', '`odd name`', 'and')
const fieldKey = fc.constantFrom('a', 'b', 'memo', 'unit price', 'quote"d', 'ünï', 'items')
const operator = fc.constantFrom('+', '-', '*', '/', '&', '=', '!=', '<', '>=', 'and', 'or', 'in')

const { expression, object } = fc.letrec<{ expression: string; object: string; atom: string }>(
  (tie) => ({
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      tie('atom'),
      fc
        .tuple(tie('expression'), blank, operator, blank, tie('expression'))
        .map(([left, before, sign, after, right]) => `${left} ${before}${sign} ${after}${right}`),
      fc.tuple(tie('expression'), blank).map(([inner, space]) => `(${space}${inner}${space})`),
      fc
        .tuple(fieldName, tie('expression'), fieldName)
        .map(([list, condition, name]) => `${list}[${condition}].${name}`),
      fc.tuple(tie('expression'), tie('expression')).map(([one, other]) => `[${one}, ${other}]`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([when, then, otherwise]) => `${when} ? ${then} : ${otherwise}`),
      fc.tuple(tie('expression'), tie('expression')).map(([one, other]) => `${one} ?: ${other}`),
      fc.tuple(fieldName, tie('expression')).map(([list, each]) => `${list}.(${each})`),
      fc
        .tuple(fieldName, tie('expression'))
        .map(([list, body]) => `$map(${list}, function($v, $i) { ${body} })`),
      fc.tuple(tie('expression')).map(([value]) => `($x := ${value}; $x)`),
      fc.tuple(fieldName, tie('object')).map(([list, made]) => `${list}.${made}`),
      fc.tuple(fieldName, tie('object')).map(([list, made]) => `${list} . ${made}[]`),
      tie('object'),
    ),
    object: fc
      .tuple(
        fc.uniqueArray(fieldKey, { maxLength: 4 }),
        fc.array(fc.tuple(blank, blank, blank, tie('expression')), { minLength: 4, maxLength: 4 }),
        blank,
      )
      .map(([keys, values, last]) => {
        const pairs = keys.map((key, index) => {
          const [before, middle, after, value] = values[index] ?? ['', '', '', 'null']
          return `${before}${JSON.stringify(key)}${middle}:${after} ${value}`
        })
        return `{${pairs.join(',')}${last}}`
      }),
    atom: fc.oneof(
      fieldName,
      fc.tuple(fieldName, fieldName).map(([one, other]) => `${one}.${other}`),
      fc.constantFrom('$', '$$', '1', '2.5e3', 'true', 'null', '"te\\"xt"', "'it\\u0041'"),
      fc.constantFrom('$setting("zone")', '$string($)', '$split(name, /[,;\\/]+/)', '-amount'),
      fc.constantFrom('$count(lines)', '$sum(lines.amount)', '$uppercase(name)', '[]', '{}'),
      fc.constantFrom('lines^(>amount, name)', '*', '**.id', 'lines#$i.$i', 'data@$d.lines.$d.id'),
    ),
  }),
)

/** Expressions that JSONata can read. */
export const anyExpression: fc.Arbitrary<string> = expression

/** Mappings that show as rows. */
export const anyMapping: fc.Arbitrary<string> = fc
  .tuple(blank, object, blank, fc.option(expression))
  .map(([before, made, after, bound]) =>
    bound === null
      ? `${before}${made}${after}`
      : `(${before}\n  $bound := ${bound};\n  ${made}${after}\n)`,
  )

/** Mappings that merge objects to one: of variables, of parts of them, and as they are. */
export const anyMergedMapping: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(object, { minLength: 4, maxLength: 4 }),
    fc.tuple(blank, blank, blank),
    expression,
    fc.shuffledSubarray(['$first', '$second', '$third', '$unknown', 'OBJECT', 'CODE'], {
      minLength: 1,
    }),
  )
  .map(([[first, second, third, own], [before, middle, after], code, parts]) => {
    const written = parts.map((part) =>
      part === 'OBJECT' ? (own ?? '{}') : part === 'CODE' ? `(${code})` : part,
    )
    return `(${before}
  $first := ${first};${middle}
  $bound := ${code};
  $second := $merge([${third}, $first.lines, ${after}${second}]);
  $third := ($first);
  $merge([${written.join(`${middle}, `)}${after}])
)`
  })
