import type { CliContext } from './open-context.ts'

export type { CliContext }

/**
 * Opens the engine on the database of this home, does the work and closes everything again. With
 * `npm start` running it joins that; without, it starts what is missing (Postgres, and on first use
 * the sandbox with its flows) and stops it afterwards.
 */
export async function withEngine<T>(work: (context: CliContext) => Promise<T>): Promise<T> {
  // Loaded only now: commands that need no database start at once.
  const { openContext } = await import('./open-context.ts')
  await using cleanup = new AsyncDisposableStack()
  // Awaited here, so that nothing is closed before the work is done.
  return await work(await openContext(cleanup))
}
