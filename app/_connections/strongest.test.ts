import { expect, test } from 'vitest'
import { strongest } from './strongest.ts'

test('a resource that is written is asked for once, with the right to write', () => {
  const need = (name: string, access: 'read' | 'write') => ({
    system: 'stripe' as const,
    name,
    access,
  })
  expect(
    strongest([
      need('Invoices', 'read'),
      need('Customers', 'write'),
      need('Invoices', 'write'),
      need('Customers', 'read'),
    ]),
  ).toEqual([need('Customers', 'write'), need('Invoices', 'write')])
})
