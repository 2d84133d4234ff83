import type { Client, OpenConnection } from '../../connection.ts'
import { heardTime } from '../../http/heard-time.ts'
import { netSuiteCaller } from './caller.ts'
import type { NetSuiteReader } from './reader.ts'
import { netSuiteReader } from './reader.ts'
import { rehearsingCaller } from './rehearse.ts'
import { netSuiteSettings } from './settings.ts'
import type { NetSuiteWriter } from './writer.ts'
import { netSuiteWriter } from './writer.ts'

export type { NetSuiteReader, QueryPage, QueryRow } from './reader.ts'
export type { NetSuiteWriter, RecordRef } from './writer.ts'
export type { RecordId } from './record-path.ts'

/**
 * Opens a NetSuite account: record service, SuiteQL and the Tributary RESTlet behind the
 * connection's gate. Throws NodeError when the connection is incomplete.
 */
export function openNetSuite(connection: OpenConnection): Client<NetSuiteReader, NetSuiteWriter> {
  const settings = netSuiteSettings(connection)
  const caller = netSuiteCaller(connection, settings)
  const read = netSuiteReader(caller, settings.timeZone)
  const time = heardTime()
  return {
    read,
    // Exact, unlike the Date header of every answer, which signing in goes by.
    now: async (signal, { keptMs = 0 } = {}) => {
      const heard = time.now(keptMs)
      if (heard) return heard
      const told = await read.serverTime(signal)
      time.hear(told)
      return told
    },
    write: netSuiteWriter(caller, read, settings.unknownFields),
    rehearse: netSuiteWriter(rehearsingCaller(settings), read, settings.unknownFields),
    close: () => caller.close(),
  }
}
