import { listIntegrations, saveIntegration } from '#engine/api.ts'
import type { World } from '../world.ts'
import { NEVER, openSystems } from './systems.ts'

/**
 * The analyst enters a customer for guests in NetSuite, good for all currencies, and chooses it in
 * the settings, as the flows of charges and payments ask for.
 */
export async function welcomeGuests({ engine, sandbox, integrationId }: World): Promise<void> {
  const systems = await openSystems(sandbox)
  try {
    const { rows } = await systems.read.query('SELECT id FROM currency', [], { signal: NEVER })
    const guests = await systems.netsuite.create(
      'customer',
      {
        companyName: 'Guests of the shop',
        subsidiary: { id: '1' },
        currencyList: { items: rows.map(({ id = '' }) => ({ currency: { id } })) },
      },
      NEVER,
    )
    const found = (await listIntegrations(engine)).find(({ id }) => id === integrationId)
    if (!found) throw new Error('The world has no integration.')
    const settings = { ...found.settings, defaultCustomer: guests }
    await saveIntegration(engine, { ...found, settings })
  } finally {
    await systems.close()
  }
}
