import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** A Chromium to test with: DEIXIS_CHROMIUM, or the first on the path. */
export const installed = [
  process.env.DEIXIS_CHROMIUM,
  ...NAMES.flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name))),
].find((path) => path && existsSync(path))

/** Where it has to be there, its absence is a failure; elsewhere these tests are skipped and say so. */
export const skipped = installed === undefined && !process.env.CI
if (skipped)
  console.warn('No Chromium found (DEIXIS_CHROMIUM, or on the path): the browser tests are skipped.')

export function launch(): Promise<Browser> {
  if (installed === undefined) throw new Error('Install Chromium, or say where it is in DEIXIS_CHROMIUM.')
  return chromium.launch({ executablePath: installed, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

export const WIDE = { viewport: { width: 1280, height: 800 } }
export const PHONE = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
}

/**
 * A page of its own, closed with the test, which fails where the page wrote an error or asked anybody but `url`.
 *
 * @param expected errors that are part of the test
 */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = WIDE,
  expected = /^$/,
): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const wrong: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) wrong.push(message.text())
  })
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(url)) wrong.push(request.url())
  })
  onTestFinished(async () => {
    await context.close()
    expect(wrong).toEqual([])
  })
  await page.goto(url)
  return page
}

/** What axe finds that keeps people from using the page. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations: found } = (await page.evaluate('axe.run()')) as axe.AxeResults
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
