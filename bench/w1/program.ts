import { createServer } from 'node:http'
import { argv, env } from 'node:process'
import { programC } from './program-c.ts'
import { programD } from './program-d.ts'

/**
 * A hand-written program that does W1, as a process: `node program.ts c|d`, with the server's
 * address in W1_BASE. Each `GET /run` does the whole workload once, ten writes at a time.
 */
export interface Program<Read> {
  /** One page of the source; `after` is empty for the first. */
  page: (after: string) => Promise<Page<Read>>
  /** Filters, maps and sends one record. */
  handle: (record: Read) => Promise<void>
  idOf: (record: Read) => string
}

interface Page<Read> {
  has_more: boolean
  data: Read[]
}

const AT_ONCE = 10
const base = env.W1_BASE ?? ''
const run = argv[2] === 'd' ? runner(programD(base)) : runner(programC(base))

const server = createServer((_request, answer) => {
  run().then(
    () => answer.end('{}'),
    (error: unknown) => answer.writeHead(500).end(String(error)),
  )
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  console.log(JSON.stringify({ ready: true, port }))
})

function runner<Read>(program: Program<Read>): () => Promise<void> {
  return async () => {
    const records = everyRecord(program)
    const lane = async () => {
      for (;;) {
        const next = await records.next()
        if (next.done) return
        await program.handle(next.value)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, lane))
  }
}

/** The records one by one, with the next page on its way while one is being worked on. */
async function* everyRecord<Read>(program: Program<Read>): AsyncGenerator<Read, void> {
  let coming: Promise<Page<Read>> | null = program.page('')
  while (coming) {
    const { has_more, data }: Page<Read> = await coming
    const last = data.at(-1)
    coming = has_more && last !== undefined ? program.page(program.idOf(last)) : null
    yield* data
  }
}
