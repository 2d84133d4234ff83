import { test as base, expect, type Page } from '@playwright/test'
import { startInstance, type Instance } from './instance.ts'

const OWNER = { name: 'Ada Analyst', email: 'ada@example.com', password: 'correct horse battery' }

/** What a story is given: an instance of its own, and a page where the owner is signed in. */
interface Fixtures {
  instance: Instance
  /** The browser's stored session of the owner, made once per instance. */
  ownerSession: Awaited<ReturnType<Page['context']>>['storageState'] extends () => infer State
    ? Awaited<State>
    : never
  /** A page on Home, signed in as the owner. */
  office: Page
}

export const test = base.extend<Pick<Fixtures, 'office'>, Omit<Fixtures, 'office'>>({
  instance: [
    // Playwright finds fixtures by destructuring, so an empty pattern says "none".
    async ({}, use) => {
      const instance = await startInstance()
      await use(instance)
      await instance.stop()
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  ownerSession: [
    async ({ instance, browser }, use) => {
      const page = await browser.newPage()
      await createOwner(page, instance)
      const state = await page.context().storageState()
      await page.close()
      await use(state)
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  office: async ({ instance, ownerSession, browser }, use) => {
    const context = await browser.newContext({
      storageState: ownerSession,
      baseURL: instance.url,
      viewport: { width: 1440, height: 900 },
    })
    const page = await context.newPage()
    await page.goto('/')
    await use(page)
    await context.close()
  },
})

/** The first visitor creates the owner account with the code that `npm start` printed. */
async function createOwner(page: Page, instance: Instance): Promise<void> {
  await page.goto(instance.url)
  await page.getByLabel('One-time code').fill(instance.ownerCode)
  await page.getByLabel('Name', { exact: true }).fill(OWNER.name)
  await page.getByLabel('Email').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Create owner account' }).click()
  await expect(page.getByRole('link', { name: 'Flows', exact: true })).toBeVisible()
}

export { expect }
