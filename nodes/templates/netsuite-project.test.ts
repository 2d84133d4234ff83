import { expect, test } from 'vitest'
import { CUSTOM_FIELDS } from './custom-fields.ts'
import { netsuiteProject } from './netsuite-project.ts'

const files = netsuiteProject({ 'tributary-restlet.js': '//', 'tributary-user-event.js': '//' })

test('the project holds every custom field under its own script id', () => {
  for (const { id } of CUSTOM_FIELDS) {
    expect(files[`src/Objects/${id}.xml`]).toContain(`scriptid="${id}"`)
  }
})

test('a body field goes on sales, customer payments and refunds', () => {
  const xml = files['src/Objects/custbody_stripe_invoice_id.xml']
  expect(xml).toContain('<transactionbodycustomfield ')
  for (const applied of ['bodysale', 'bodycustomerpayment', 'bodyothertransaction']) {
    expect(xml).toContain(`<${applied}>T</${applied}>`)
  }
})

test('each script that an object runs is in the file cabinet', () => {
  const wanted = Object.values(files).flatMap((text) =>
    [...text.matchAll(/<scriptfile>\[(.*?)\]<\/scriptfile>/g)].map((use) => use[1]),
  )
  expect(wanted).toHaveLength(2)
  for (const path of wanted) expect(files).toHaveProperty([`src/FileCabinet${path}`])
})

test('no id is longer than NetSuite allows', () => {
  const ids = Object.values(files).flatMap((text) =>
    [...text.matchAll(/scriptid="(.*?)"/g)].map((use) => use[1] ?? ''),
  )
  expect(ids.filter((id) => id.length > 40)).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
})

test('all files of the project are well-formed', () => {
  for (const [path, text] of Object.entries(files)) {
    if (!path.endsWith('.xml')) continue
    const opened = [...text.matchAll(/<([a-z]+)[\s>]/g)].map((use) => use[1]).toSorted()
    const closed = [...text.matchAll(/<\/([a-z]+)>/g)].map((use) => use[1]).toSorted()
    expect(opened, path).toEqual(closed)
  }
})
