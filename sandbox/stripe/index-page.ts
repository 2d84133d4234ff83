/** What a browser sees at the root of the port. */
export const INDEX_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Stripe stand-in</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>Stripe stand-in</h1>
<p>This local server behaves like Stripe's API under <code>/v1</code>, with make-believe data. No
money moves and nothing leaves this machine. The official SDK works when it is pointed here with any
key that starts with <code>sk_test_</code>.</p>
<ul>
  <li><a href="/_sandbox/state">/_sandbox/state</a>: everything it holds</li>
  <li><a href="/_sandbox/calls">/_sandbox/calls</a>: how many calls it has answered</li>
  <li><a href="/_sandbox/faults">/_sandbox/faults</a>: the trouble it has been told to make</li>
  <li><a href="/_sandbox/credentials">/_sandbox/credentials</a>: a key to use</li>
</ul>
</html>
`
