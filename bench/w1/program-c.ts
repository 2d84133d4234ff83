import jsonata from 'jsonata'
import { z } from 'zod'
import { TABLES } from './data.ts'
import { FILTER, MAPPING } from './mapping.ts'
import type { Program } from './program.ts'

interface Identified {
  id: string
}

/** Named only: the programs trust what they read, as a script does. */
const PAGE = z.custom<{ has_more: boolean; data: Identified[] }>()

/** What somebody writes by hand in an afternoon: JSONata's own package and fetch. No trace. */
export function programC(base: string): Program<Identified> {
  const mapping = jsonata(MAPPING)
  const filter = jsonata(FILTER)
  const bindings = { tables: TABLES }
  const headers = { 'content-type': 'application/json' }
  return {
    idOf: (record) => record.id,
    page: async (after) => {
      const answer = await fetch(
        `${base}/v1/invoices?limit=100${after && `&starting_after=${after}`}`,
      )
      return PAGE.parse(await answer.json())
    },
    handle: async (record) => {
      if (!(await filter.evaluate(record))) return
      const body = JSON.stringify(await mapping.evaluate(record, bindings))
      const answer = await fetch(`${base}/record`, { method: 'POST', headers, body })
      await answer.text()
      if (answer.status !== 201) throw new Error(`The sink answered ${answer.status}.`)
    },
  }
}
