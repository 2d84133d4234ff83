import { join } from 'node:path'
import { ROOT } from '../bin/root.ts'
import { startProcess } from './process.ts'
import type { Target } from './target.ts'

/** One of the hand-written programs as a long-lived process, so that it is as warm as a worker. */
export async function openProgram(name: 'c' | 'd', base: string): Promise<Target> {
  const program = await startProcess([join(ROOT, 'bench/w1/program.ts'), name], { W1_BASE: base })
  return {
    name,
    pids: () => [program.pid],
    mainPid: program.pid,
    run: async () => {
      const answer = await fetch(`http://127.0.0.1:${program.port}/run`)
      if (!answer.ok) throw new Error(`Program ${name}: ${await answer.text()}`)
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}
