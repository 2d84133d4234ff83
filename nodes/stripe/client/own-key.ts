/** Our writes carry idempotency keys that begin so; the events they cause are echoes of ours. */
export const OWN_KEY_PREFIX = 'tributary-'

/** An idempotency key that Stripe's events show to be ours; at most 255 characters. */
export function ownKey(key: string): string {
  return (key.startsWith(OWN_KEY_PREFIX) ? key : OWN_KEY_PREFIX + key).slice(0, 255)
}
