import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { join } from 'node:path'
import { ROOT } from './root.ts'
import { runCommand } from './run-command.ts'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser of this machine: the one named by `TRIBUTARY_BROWSER`, else what is installed. */
export function findBrowser(): string | null {
  const named = process.env.TRIBUTARY_BROWSER
  const places = [...(named ? [named] : []), ...PLACES, chromium.executablePath()]
  return places.find((place) => existsSync(place)) ?? null
}

/** The same, installing one where there is none. Throws a sentence that says what to do. */
export async function ensureBrowser(onStep: (text: string) => void): Promise<string> {
  const present = findBrowser()
  if (present) return present
  onStep('Installing a browser for the tests')
  const playwright = join(ROOT, 'node_modules/@playwright/test/cli.js')
  await runCommand(process.execPath, [playwright, 'install', 'chromium'])
  const installed = findBrowser()
  if (installed) return installed
  if (process.getuid?.() === 0) {
    await runCommand('apt-get', ['update'])
    await runCommand('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
    const packaged = findBrowser()
    if (packaged) return packaged
  }
  throw new Error(
    'The browser tests need Chromium, and it could not be installed. Install it, or set TRIBUTARY_BROWSER to the path of a Chrome or Chromium.',
  )
}
