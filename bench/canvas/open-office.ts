import { chromium, type Page } from '@playwright/test'
import { ensureBrowser } from '../../bin/browser.ts'
import { startInstance } from '../../e2e/instance.ts'

const OWNER = { name: 'Ada Analyst', email: 'ada@example.com', password: 'correct horse battery' }

/** An instance of its own with its owner signed in; disposing stops everything. */
export interface Office extends AsyncDisposable {
  page: Page
  /** Stores a flow document; gives the flow's id. */
  importFlow: (document: object) => Promise<string>
}

/** Starts the built app and a browser, or signs in at `url`, where one runs already. */
export async function openOffice(
  url: string | undefined,
  session: string | undefined,
): Promise<Office> {
  const instance = url === undefined ? await startInstance() : null
  const base = url ?? instance?.url ?? ''
  const executablePath = await ensureBrowser((step) => console.error(step))
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width: 1440, height: 900 },
    storageState: session,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(120_000)
  await page.goto('/')
  if (instance) await createOwner(page, instance.ownerCode)
  return {
    page,
    async importFlow(document) {
      const answer = await page.request.post('/api/trpc/flows.import', {
        data: { document },
        headers: { origin: new URL(base).origin },
        timeout: 120_000,
      })
      const text = await answer.text()
      const id = /"flowId":"([^"]+)"/.exec(text)?.[1]
      if (!id) throw new Error(`The flow was not imported: ${text.slice(0, 500)}`)
      return id
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      await instance?.stop()
    },
  }
}

async function createOwner(page: Page, code: string): Promise<void> {
  await page.getByLabel('One-time code').fill(code)
  await page.getByLabel('Name', { exact: true }).fill(OWNER.name)
  await page.getByLabel('Email').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Create owner account' }).click()
  await page.getByRole('link', { name: 'Flows', exact: true }).waitFor()
}
