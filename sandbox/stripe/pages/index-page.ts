/** What a browser sees at the root of the port. */
export const INDEX_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stripe stand-in</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 4rem auto; padding: 0 1rem; color: #1a1f36 }
  a { color: #5147e5 }
  dt { margin-top: .75rem }
  dd { margin: 0 0 0 1.5rem; color: #4f566b }
</style>
<h1>Stripe stand-in</h1>
<p>This local server behaves like Stripe's API under <code>/v1</code>, with make-believe data. No
money moves and nothing leaves this machine. The official SDK works when it is pointed here with any
key that starts with <code>sk_test_</code>. Customers pay invoices on the page that
<code>hosted_invoice_url</code> names.</p>
<h2>What it holds</h2>
<dl>
  <dt><a href="/_sandbox/state">/_sandbox/state</a></dt>
  <dd>everything; POST <code>/_sandbox/seed</code> fills it anew, POST <code>/_sandbox/reset</code> empties it</dd>
  <dt><a href="/_sandbox/calls">/_sandbox/calls</a></dt>
  <dd>how many calls it has answered</dd>
  <dt><a href="/_sandbox/credentials">/_sandbox/credentials</a></dt>
  <dd>a key to use</dd>
</dl>
<h2>How it behaves</h2>
<dl>
  <dt><a href="/_sandbox/keys">/_sandbox/keys</a></dt>
  <dd>restricted keys: POST <code>{"permissions": {"Customers": "write", "Invoices": "read"}}</code>;
    DELETE <code>/_sandbox/keys/{key}</code> takes any key back</dd>
  <dt><a href="/_sandbox/webhooks">/_sandbox/webhooks</a></dt>
  <dd>how events are delivered: POST <code>{"hold": true}</code>, <code>{"duplicate": 0.1}</code>,
    <code>{"drop": 0.1}</code>, <code>{"reorder": true}</code>, <code>{"delayMs": 5000}</code>; POST
    <code>/_sandbox/webhooks/deliver</code> sends what waits, POST <code>/_sandbox/webhooks/roll</code>
    gives an endpoint a new secret, <a href="/_sandbox/webhooks/log">/_sandbox/webhooks/log</a> tells every try</dd>
  <dt><a href="/_sandbox/settings">/_sandbox/settings</a></dt>
  <dd>POST <code>{"requestsPerSecond": 25}</code>, <code>{"searchLagMs": 60000}</code>,
    <code>{"lockTimeoutMs": 2000}</code>, <code>{"settlementCurrency": "usd"}</code></dd>
  <dt><a href="/_sandbox/clock">/_sandbox/clock</a></dt>
  <dd>the time of both stand-ins: POST <code>{"advanceMs": 345600000}</code> lets four days pass</dd>
  <dt>Banks and buyers</dt>
  <dd>POST <code>/_sandbox/charges/{py_…}/settle</code> or <code>…/fail</code> ends a bank debit now,
    <code>/_sandbox/refunds/{id}</code> with <code>{"status": "failed"}</code> moves a refund on,
    <code>/_sandbox/payment_links/{id}/pay</code> pays by a payment link</dd>
  <dt><a href="/_sandbox/faults">/_sandbox/faults</a></dt>
  <dd>the trouble it has been told to make: POST
    <code>{"kind": "status", "status": 429, "code": "lock_timeout", "times": 1}</code></dd>
</dl>
</html>
`
