import type { ReactNode } from 'react'
import classes from './add-connection-screen.module.css'

/** How a restricted key is made in Stripe's Dashboard. */
export function StripeSetup({ permissions }: { permissions: ReactNode }) {
  return (
    <ol className={classes.steps}>
      <li>
        <p>
          In the Stripe Dashboard open <b>Developers → API keys</b> and press{' '}
          <b>Create restricted key</b>. (
          <a
            href="https://docs.stripe.com/keys/restricted-api-keys"
            target="_blank"
            rel="noreferrer"
          >
            Stripe on restricted keys
          </a>
          )
        </p>
      </li>
      <li>
        <p>Give it these permissions, and leave all others at None:</p>
        {permissions}
      </li>
      <li>
        <p>
          Press <b>Create key</b> and copy it: Stripe shows it once. It begins with{' '}
          <code>rk_live_</code> or <code>rk_test_</code>.
        </p>
      </li>
    </ol>
  )
}
