'use client'

import type { Outputs } from '../_server/router.ts'
import { CopyButton } from '../_ui/copy-button.tsx'
import { JsonView } from '../_ui/json-view.tsx'
import { durationText } from '../_ui/time.tsx'
import classes from './exchanges.module.css'

type Exchange = Outputs['records']['trace']['steps'][number]['exchanges'][number]

/** Requests and their answers, without secrets; each opens to show both bodies. */
export function Exchanges({ exchanges }: { exchanges: readonly Exchange[] }) {
  return (
    <div className={classes.list}>
      {exchanges.map((exchange, index) => (
        <details key={index} className={classes.exchange} open={exchanges.length === 1}>
          <summary className={classes.head}>
            <span className={classes.method}>{exchange.method}</span>
            <span className={classes.url} title={exchange.url}>
              {exchange.url}
            </span>
            <span className={classes.status} data-bad={isBad(exchange.status)}>
              {exchange.status === 0 ? 'no answer' : exchange.status}
            </span>
            <span className={classes.time}>{durationText(exchange.ms)}</span>
          </summary>
          <div className={classes.bodies}>
            <div className={classes.address}>
              <span>{exchange.url}</span>
              <CopyButton value={exchange.url} what="the address" />
            </div>
            <h4>Request</h4>
            {exchange.request === undefined ? (
              <p>No body.</p>
            ) : (
              <JsonView value={exchange.request} what="the request" />
            )}
            <h4>Response</h4>
            {exchange.response === undefined ? (
              <p>No body.</p>
            ) : (
              <JsonView value={exchange.response} what="the response" />
            )}
          </div>
        </details>
      ))}
    </div>
  )
}

function isBad(status: number): boolean {
  return status === 0 || status >= 400
}
