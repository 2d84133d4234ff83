import { z } from 'zod'

const probability = z.number().min(0).max(1).optional()

/** A user-event script of the account that calls an address after a record was saved. */
export const hookSchema = z.strictObject({
  url: z.url(),
  /** Sent as `X-Hook-Token`. */
  token: z.string().min(1),
  /** Record types it is deployed on, in lower case as SuiteScript has them; all when left out. */
  types: z.array(z.string()).optional(),
  /** How likely a call is made twice, or not at all. */
  duplicate: probability,
  drop: probability,
})

export type Hook = z.infer<typeof hookSchema>
