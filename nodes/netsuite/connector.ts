import type { Connector, OpenConnection } from '../connection.ts'
import { netSuiteChoices } from './choices.ts'
import type { NetSuiteReader } from './client/client.ts'
import { openNetSuite } from './client/client.ts'
import { testNetSuite } from './connection-test.ts'
import { netsuiteConnection } from './connection.ts'
import { recordFields } from './record-fields.ts'

/** How connections to NetSuite are opened, tested and asked what they offer. */
export const netsuiteConnector: Connector = {
  type: netsuiteConnection,
  open: (connection) => openNetSuite(connection),
  test: testNetSuite,
  // A query rather than the server's time: that one needs no permission.
  probe: (connection, signal) =>
    reading(connection, async (client) => {
      await client.query('SELECT id FROM currency', [], { limit: 1, signal })
    }),
  choices: (connection, query) => reading(connection, (client) => netSuiteChoices(client, query)),
  fields: (connection, recordType, signal) =>
    reading(connection, async (client) =>
      recordFields(recordType, await client.schema(recordType, signal)),
    ),
}

async function reading<T>(
  connection: OpenConnection,
  work: (client: NetSuiteReader) => Promise<T>,
): Promise<T> {
  const client = openNetSuite(connection)
  try {
    return await work(client.read)
  } finally {
    await client.close()
  }
}
