import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { compile } from './compile/compile.ts'
import type { FlowDocument } from './graph/schema.ts'
import { cloneTemplate, listTemplates, withCalledTemplates } from './templates.ts'

/** Required fields that a template leaves to the integration or to the person. */
const open = (field: { required: boolean; default?: unknown }) =>
  field.required && field.default === undefined

const ids = listTemplates().map((template) => template.id)

/** The template with the parts it calls, as it is once those are published. */
function whole(id: string): FlowDocument {
  const parts = withCalledTemplates([id]).filter((part) => part !== id)
  const called = parts.map((part) => {
    const { name, settings, nodes, edges } = cloneTemplate(part)
    return [part, { name, lineage: part, version: 1, settings, nodes, edges }] as const
  })
  return { ...cloneTemplate(id), called: Object.fromEntries(called) }
}

it.each(ids)('the template %s compiles without an error once its settings are filled in', (id) => {
  const document = whole(id)
  const called = Object.values(document.called).map((flow) => flow.settings)
  const settings = Object.fromEntries(
    [document.settings, ...called]
      .flatMap(({ fields }) => fields)
      .filter(open)
      .map((field) => [field.key, field.type === 'text' ? 'America/New_York' : '1']),
  )
  const { problems } = compile(document, { settings })
  expect(problems.filter((problem) => problem.severity === 'error')).toStrictEqual([])
})

it.each(ids)('the template %s says which settings are missing', (id) => {
  const document = cloneTemplate(id)
  const required = document.settings.fields.filter(open)
  const { problems } = compile(document)
  const missing = problems.filter((problem) => problem.code === 'setting')
  expect(missing.map((problem) => problem.field)).toStrictEqual(required.map((field) => field.key))
})

it.each(listTemplates().filter((one) => one.group !== 'Shared steps'))(
  'each case of the template $id is a test of that name',
  async ({ id, cases }) => {
    const own = new URL(`templates/${id}.test.ts`, import.meta.url)
    const tests = await readFile(own, 'utf8')
    expect(cases.filter((name) => !tests.includes(name))).toEqual([])
    expect(cases.length).toBeGreaterThan(0)
  },
)
