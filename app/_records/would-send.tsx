import type { Outputs } from '../_server/router.ts'
import { CopyButton } from '../_ui/copy-button.tsx'
import { JsonView } from '../_ui/json-view.tsx'
import classes from './exchanges.module.css'

type Request = NonNullable<Outputs['records']['trace']['steps'][number]['request']>

/** The very request that a write would begin with: method, address and body. */
export function WouldSend({ request }: { request: Request }) {
  const { method, url, body } = request
  return (
    <div>
      <div className={classes.address}>
        <span>
          <b className={classes.method}>{method}</b> {url}
        </span>
        <CopyButton value={url} what="the address" />
      </div>
      {body === undefined ? (
        <p>No body.</p>
      ) : (
        <JsonView value={body} what="the request that would be sent" />
      )}
    </div>
  )
}
