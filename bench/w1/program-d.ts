import { Pool } from 'undici'
import { z } from 'zod'
import type { Invoice } from './data.ts'
import { keep, map } from './mapping.ts'
import type { Program } from './program.ts'

/** Named only: the programs trust what they read, as a script does. */
const PAGE = z.custom<{ has_more: boolean; data: Invoice[] }>()

/** Near the limit of the machine: plain JavaScript and a pool of sockets. No trace. */
export function programD(base: string): Program<Invoice> {
  const pool = new Pool(base, { connections: 10, pipelining: 1 })
  const headers = { 'content-type': 'application/json' }
  return {
    idOf: (record) => record.id,
    page: async (after) => {
      const path = `/v1/invoices?limit=100${after && `&starting_after=${after}`}`
      const answer = await pool.request({ path, method: 'GET' })
      return PAGE.parse(JSON.parse(await answer.body.text()))
    },
    handle: async (record) => {
      if (!keep(record)) return
      const body = JSON.stringify(map(record))
      const answer = await pool.request({ path: '/record', method: 'POST', headers, body })
      await answer.body.text()
      if (answer.statusCode !== 201) throw new Error(`The sink answered ${answer.statusCode}.`)
    },
  }
}
