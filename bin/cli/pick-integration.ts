import type * as api from '#engine/api.ts'
import { CliError } from './print.ts'

/** The integration of that id or name; without one, the only one there is. */
export async function pickIntegration(
  { listIntegrations }: Pick<typeof api, 'listIntegrations'>,
  engine: api.Engine,
  wanted: string | undefined,
): Promise<string> {
  const all = await listIntegrations(engine)
  const fitting = wanted ? all.filter((one) => one.id === wanted || one.name === wanted) : all
  const [found] = fitting
  if (found && fitting.length === 1) return found.id
  const names = all.map((one) => `"${one.name}"`).join(', ')
  if (all.length === 0)
    throw new CliError('There is no integration yet: make one in the web app first.')
  if (wanted) throw new CliError(`There is no integration "${wanted}". There are ${names}.`)
  throw new CliError(`There are several integrations: name one with --integration (${names}).`)
}
