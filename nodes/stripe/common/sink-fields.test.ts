import { describe, expect, test } from 'vitest'
import { metadataFaults } from './sink-fields.ts'

describe('the keys of metadata', () => {
  test('are refused when they are too long or have brackets, wherever they stand', () => {
    const metadata = [{ key: 'netsuite_id' }, { key: 'a[b]' }, { key: '' }, 'nonsense']
    expect(metadataFaults({ metadata, markKey: 'x'.repeat(41) })).toEqual([
      { field: 'metadata', message: expect.stringContaining('a[b]') },
      { field: 'markKey', message: expect.stringContaining('40 characters') },
    ])
    expect(metadataFaults({})).toEqual([])
  })
})
