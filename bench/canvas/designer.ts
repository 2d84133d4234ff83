import type { Locator, Page } from '@playwright/test'
import { measureFrames, type Frames } from './frames.ts'

/** Moves of the mouse in each gesture. */
const MOVES = 90
/** Characters typed into a field. */
const TYPED = 40

export interface CanvasFigures {
  nodes: number
  /** From the request for the page to the first card that can be seen, in ms. */
  openedMs: number
  pan: Frames
  dragOne: Frames
  dragMany: Frames
  typing: Frames
}

/** Opens a flow in the designer and does what people do there. */
export async function measureDesigner(
  page: Page,
  { flowId, nodes }: { flowId: string; nodes: number },
): Promise<CanvasFigures> {
  await page.goto(`/flows/${flowId}`)
  const cards = page.locator('.react-flow__node')
  await cards.first().waitFor()
  const openedMs = await page.evaluate(() => performance.now())
  await page.getByRole('button', { name: 'Show all' }).waitFor()

  const free = await emptyPlace(page)
  const pan = await measureFrames(page, () => gesture(page, { from: free, dx: 300 }))
  // One that is in sight from the start: what is not has no card.
  const card = page.locator('.react-flow__node[data-id="n1"]')
  await card.click()
  const dragOne = await measureFrames(page, async () => drag(page, card))
  for (let more = 0; more < 19; more += 1) await page.keyboard.press('Shift+ArrowRight')
  const dragMany = await measureFrames(page, async () => drag(page, chosen(page)))
  await page.keyboard.press('Escape')
  await chosen(page).first().waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Outline' }).click()
  await page.getByRole('treeitem').first().click()
  await page.getByRole('button', { name: 'Close outline' }).click()
  const note = page.getByRole('complementary', { name: 'Inspector' }).getByLabel('Note')
  await note.focus()
  const typing = await measureFrames(page, async () => {
    await page.keyboard.type('x'.repeat(TYPED), { delay: 30 })
  })
  return { nodes, openedMs, pan, dragOne, dragMany, typing }
}

/** Milliseconds from a keystroke in the mapping to the frame's change that shows what comes of it. */
export async function measurePreview(page: Page, flowId: string, all: boolean): Promise<number[]> {
  await page.goto(`/flows/${flowId}`)
  await page.locator('.react-flow__node[data-id="map"]').click()
  await page.getByRole('button', { name: 'Open wide' }).click()
  if (all) await page.getByText(/^All samples/).click()
  await page.getByRole('dialog').getByRole('tab', { name: 'Code' }).click()
  const editor = page.locator('.monaco-editor').last()
  await editor.click()
  await page.keyboard.press('Control+A')
  // The editor closes the bracket and the quotes itself; the cursor stays in the text.
  await page.keyboard.type('{ "memo": "Stripe ', { delay: 30 })
  const taken: number[] = []
  for (let key = 1; key <= TYPED; key += 1) {
    await watchFor(page, `Stripe ${'x'.repeat(key)}`)
    await page.keyboard.press('x')
    taken.push(
      await page.evaluate(() => Promise.resolve(Reflect.get(globalThis, 'shown')).then(Number)),
    )
  }
  return taken
}

/** Makes `shown` the milliseconds from the next keystroke until the result has a text. */
async function watchFor(page: Page, text: string): Promise<void> {
  await page.evaluate((wanted) => {
    const shown = new Promise<number>((resolve) => {
      let pressed: number | null = null
      addEventListener('keydown', () => (pressed = performance.now()), {
        ...{ once: true, capture: true },
      })
      const watch = new MutationObserver(() => {
        const result = document.querySelector('[role="dialog"] [data-preview-ms]')
        if (pressed === null || !result?.textContent.includes(wanted)) return
        watch.disconnect()
        resolve(performance.now() - pressed)
      })
      watch.observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    Reflect.set(globalThis, 'shown', shown)
  }, text)
}

function chosen(page: Page): Locator {
  return page.locator('.react-flow__node.selected')
}

async function drag(page: Page, what: Locator): Promise<void> {
  const inSight = what.filter({ visible: true }).last()
  await inSight.waitFor()
  await gesture(page, { from: await middleOf(inSight), dx: 160 })
}

interface Gesture {
  from: { x: number; y: number }
  dx: number
}

/** Presses, moves there and back in small steps, and lets go. */
async function gesture(page: Page, { from, dx }: Gesture): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  for (let move = 1; move <= MOVES; move += 1) {
    const part = Math.sin((move / MOVES) * Math.PI)
    await page.mouse.move(from.x + part * dx, from.y + part * dx * 0.4)
  }
  await page.mouse.up()
}

/** A place of the canvas where no card lies: above the first row. */
async function emptyPlace(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator('[data-canvas]').boundingBox()
  if (!box) throw new Error('There is no canvas on the screen.')
  return { x: box.x + 24, y: box.y + 24 }
}

async function middleOf(what: Locator): Promise<{ x: number; y: number }> {
  const box = await what.boundingBox()
  if (!box) throw new Error('What is to be dragged is not on the screen.')
  return { x: box.x + box.width / 2, y: box.y + 20 }
}
