import { z } from 'zod'

/** An address as parameters; every part may be left out. */
export const addressParams = z.strictObject({
  city: z.string().optional(),
  country: z.string().optional(),
  line1: z.string().optional(),
  line2: z.string().optional(),
  postal_code: z.string().optional(),
  state: z.string().optional(),
})

/** An address with every part that Stripe sends, null where there is none. */
export function fullAddress(address: z.output<typeof addressParams>) {
  const { city, country, line1, line2, postal_code, state } = address
  return {
    city: city || null,
    country: country || null,
    line1: line1 || null,
    line2: line2 || null,
    postal_code: postal_code || null,
    state: state || null,
  }
}
