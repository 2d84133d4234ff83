import { expect, test } from 'vitest'
import { CONNECTION_TYPES } from './connection-types.ts'
import { entryFaults } from './entry-faults.ts'

const { fields, secretFields } = CONNECTION_TYPES.netsuite
const all = { ...fields, ...secretFields }

test('an empty required field is a fault, but only when it is shown', () => {
  const faults = entryFaults(all, { accountId: '1234567', auth: 'tba', consumerKey: 'k' })
  expect(faults.map((fault) => fault.field)).toEqual(['consumerSecret', 'tokenId', 'tokenSecret'])
})

test('a value that its field does not take is a fault', () => {
  const faults = entryFaults(fields, { accountId: '1234567', auth: 'password' })
  expect(faults).toEqual([{ field: 'auth', message: 'Sign-in does not fit.' }])
})
