import type { MiddlewareHandler } from 'hono'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** A piece of a page, with everything that came from outside escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

/** A whole page of the hosted kind; works without scripts, on paper too. */
export function hostedPage(title: string, body: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <p class="mode">
          <strong>Test mode</strong> This is a make-believe page: no money moves and nothing leaves
          this machine.
        </p>
        <main>${body}</main>
      </body>
    </html>`
}

/** What a browser is told with every hosted page: no scripts, and nobody keeps a copy. */
export const hostedHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  c.header('Content-Security-Policy', POLICY)
  c.header('Cache-Control', 'no-store')
}

/** What stands at an address that was never given out. */
export function unknownPage(): Markup {
  return hostedNotice(
    'There is no such page',
    'Check the link: it may be incomplete, or what it led to was deleted.',
  )
}

/** A page that only says one thing, such as that a link has expired. */
export function hostedNotice(title: string, text: string): Markup {
  return hostedPage(
    title,
    html`<section class="notice panel">
      <h1>${title}</h1>
      <p>${text}</p>
    </section>`,
  )
}

// Forms may lead away: a payment link can send the buyer on to another site.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

const STYLE = `
  :root { color-scheme: light; --ink: #1a1f36; --soft: #4f566b; --line: #e3e8ee; --accent: #5147e5;
    --good: #0b6b3a; --good-bg: #e5f7ec; --bad: #a3162c; --bad-bg: #fdecef; --wait: #7a4b00;
    --wait-bg: #fff4e0; }
  * { box-sizing: border-box }
  body { margin: 0; background: #f6f8fa; color: var(--ink);
    font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif }
  .mode { margin: 0; padding: .5rem 1rem; background: #ffe0b3; color: #5c3300; text-align: center;
    font-size: .875rem }
  main { max-width: 62rem; margin: 2.5rem auto 4rem; padding: 0 1.25rem }
  .columns { display: grid; gap: 2rem; align-items: start }
  @media (min-width: 56rem) { .columns { grid-template-columns: minmax(0, 1fr) 24rem } }
  h1 { margin: 0; font-size: 1.25rem; line-height: 1.3 }
  h2 { margin: 0 0 1rem; font-size: 1.0625rem }
  .panel { background: #fff; border: 1px solid var(--line); border-radius: .75rem; padding: 1.75rem;
    box-shadow: 0 1px 3px rgb(26 31 54 / .06) }
  .notice { max-width: 34rem; margin: 4rem auto; text-align: center }
  .notice p { color: var(--soft); margin: .75rem 0 0 }
  .seller { display: flex; align-items: center; gap: .75rem; margin: 0 0 1.5rem; font-weight: 600 }
  .seller span { display: grid; place-items: center; width: 2.25rem; height: 2.25rem; color: #fff;
    background: var(--accent); border-radius: 50%; font-size: .875rem }
  .amount { margin: .25rem 0 0; font-size: 2.25rem; font-weight: 700; letter-spacing: -.02em }
  .soft { color: var(--soft); margin: .125rem 0 0 }
  .badge { display: inline-block; padding: .125rem .625rem; border-radius: 1rem; font-size: .8125rem;
    font-weight: 600; background: #e8eaff; color: #3730a3; vertical-align: middle }
  .badge.paid { background: var(--good-bg); color: var(--good) }
  .badge.void, .badge.uncollectible { background: #eceff3; color: var(--soft) }
  .badge.processing { background: var(--wait-bg); color: var(--wait) }
  .title { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .375rem 1.5rem; margin: 1.5rem 0 0 }
  dt { color: var(--soft) }
  dd { margin: 0; overflow-wrap: anywhere }
  table { width: 100%; border-collapse: collapse; margin-top: 1.5rem }
  th, td { padding: .625rem 0; text-align: left; vertical-align: top }
  th { color: var(--soft); font-size: .8125rem; font-weight: 600; border-bottom: 1px solid var(--line) }
  td { border-bottom: 1px solid var(--line) }
  th.number, td.number { text-align: right; white-space: nowrap; padding-left: 1rem;
    font-variant-numeric: tabular-nums }
  tfoot td, tfoot th { border: 0; padding: .375rem 0; font-size: 1rem; color: var(--ink) }
  tfoot th { font-weight: 400 }
  tfoot tr.due th, tfoot tr.due td { font-weight: 700; border-top: 1px solid var(--line);
    padding-top: .75rem }
  .memo { margin: 1.25rem 0 0; white-space: pre-line; color: var(--soft) }
  form + .or { display: flex; align-items: center; gap: .75rem; margin: 1.5rem 0; color: var(--soft);
    font-size: .875rem }
  .or::before, .or::after { content: ''; flex: 1; border-top: 1px solid var(--line) }
  label { display: block; margin: 0 0 .25rem; font-size: .875rem; font-weight: 500 }
  input { width: 100%; padding: .625rem .75rem; border: 1px solid #8792a2; border-radius: .375rem;
    background: #fff; color: inherit; font: inherit }
  input:focus-visible, button:focus-visible, a:focus-visible, summary:focus-visible {
    outline: 3px solid #a5a0f7; outline-offset: 1px; border-color: var(--accent) }
  input[aria-invalid='true'] { border-color: var(--bad) }
  .field { margin-bottom: .875rem }
  .pair { display: grid; grid-template-columns: 1fr 1fr; gap: .875rem }
  button { width: 100%; padding: .75rem 1rem; border: 0; border-radius: .375rem; color: #fff;
    background: var(--accent); font: inherit; font-weight: 600; cursor: pointer }
  button:hover { background: #4338ca }
  .message { margin: 0 0 1.25rem; padding: .75rem 1rem; border-radius: .5rem }
  .message.bad { background: var(--bad-bg); color: var(--bad) }
  .message.good { background: var(--good-bg); color: var(--good) }
  .message.wait { background: var(--wait-bg); color: var(--wait) }
  .hint { margin: .25rem 0 0; color: var(--soft); font-size: .8125rem }
  details { margin-top: 1.5rem; color: var(--soft); font-size: .875rem }
  summary { cursor: pointer }
  code { white-space: nowrap }
  a { color: var(--accent) }
  @media print { .mode, .pay { display: none } body { background: #fff } .panel { box-shadow: none } }
`
