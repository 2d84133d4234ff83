import type postgres from 'postgres'
import { resetStripe } from './state.ts'

export async function seedStripe(
  sql: postgres.Sql,
  options: { seed: number; customers: number; invoices: number; days: number; now: Date },
) {
  await sql.begin(resetStripe)
  return options
}
