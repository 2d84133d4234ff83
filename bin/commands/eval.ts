import { Command } from 'commander'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** `eval`: lines with an expression and its input in, lines with results out. */
export function evalCommand(): Command {
  return new Command('eval')
    .description(
      'evaluate JSONata: reads lines {"expression","input","bindings"?}, writes lines {"result"} or {"error":{"code","message","position"}}',
    )
    .action(async () => {
      const { evaluateLine } = await import('#nodes/expression/eval-line.ts')
      for await (const line of createInterface({ input: process.stdin })) {
        if (line.trim() === '') continue
        const written = process.stdout.write(`${await evaluateLine(line)}\n`)
        if (!written) await once(process.stdout, 'drain')
      }
    })
}
