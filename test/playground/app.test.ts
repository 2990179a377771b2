import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root, stack } from '../adapters/pictures.js'
import { launch, openPage, skipped, WIDE } from './browser.js'
import { type Served, serve } from './serve.js'

describe.skipIf(skipped)('the viewer in a host', () => {
  let browser: Browser
  let served: Served
  let host: string
  beforeAll(async () => {
    const bundling = build({
      entryPoints: [`${root}test/playground/host.js`],
      bundle: true,
      write: false,
      format: 'iife',
    })
    ;[browser, served] = await Promise.all([launch(), serve()])
    host = (await bundling).outputFiles[0]!.text
  })
  afterAll(async () => {
    await browser?.close()
    await served?.[Symbol.asyncDispose]()
  })

  /** A page of the server's own origin that is the host, with what a tool answers in a frame. */
  async function shown(tool: string, args: Record<string, unknown>) {
    const page = await openPage(browser, served.url, WIDE)
    await page.route('**/host', (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: `<!doctype html><link rel="icon" href="data:,"><body><script>${host.replaceAll('</script', '<\\/script')}</script>`,
      }),
    )
    await page.goto(`${served.url}host`)
    await page.evaluate(`show(${JSON.stringify(tool)}, ${JSON.stringify(args)})`)
    return { page, frame: page.frameLocator('iframe') }
  }

  async function uploaded(): Promise<string> {
    const response = await fetch(`${served.url}images?name=stack.jpg`, {
      method: 'POST',
      body: new Uint8Array(await readFile(stack)),
      headers: { 'content-type': 'image/jpeg' },
    })
    return ((await response.json()) as { image_id: string }).image_id
  }

  /** A picture that no encoder makes small. */
  function noise(): Promise<Buffer> {
    const [width, height] = [800, 600]
    return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer()
  }

  const listed = (page: Page, name: string) => page.evaluate(name) as Promise<string[]>

  it('shows what the assistant asked for, and goes on from there', async () => {
    const question = 'which suitcases can be removed?'
    const { page, frame } = await shown('reason', {
      image: await uploaded(),
      question,
      conversation_id: 'ours',
    })
    await frame.getByText('3 suitcases that can be removed: r1, r3 and r4.').waitFor()
    expect(await frame.locator('.said').textContent()).toBe(question)
    const chips = frame.getByRole('list', { name: 'Regions' }).getByRole('button')
    expect(await chips.count()).toBe(3)

    await frame.getByLabel('Ask about the photo').fill('only the green one')
    await page.keyboard.press('Enter')
    await frame.locator('.answer').nth(1).waitFor()
    expect(await chips.count()).toBe(1)
    await expect.poll(() => listed(page, 'told')).toEqual([expect.stringContaining('conversation_id "ours"')])

    await frame.locator('.frame').click({ position: { x: 30, y: 20 } })
    await frame.getByText('Segmented one region: r7').waitFor()
    expect(await listed(page, 'called')).toEqual(['reason', 'segment'])
    const look = await frame.locator('body').evaluate('getComputedStyle(document.body).colorScheme')
    expect(look).toBe('dark')
  })

  it('takes a photo from the device past the model', async () => {
    const { page, frame } = await shown('open_image', { image: await uploaded() })
    const seen = frame.locator('.answer', { hasText: 'suitcase' })
    await seen.waitFor()
    const chooser = page.waitForEvent('filechooser')
    await frame.getByRole('button', { name: 'New photo' }).click()
    const buffer = await noise()
    await (await chooser).setFiles({ name: 'noise.png', mimeType: 'image/png', buffer })
    await seen.waitFor({ state: 'detached' })
    await frame.locator('.answer').waitFor()
    const pieces = Array.from({ length: Math.ceil(buffer.length / (512 * 1024)) }, () => 'upload_picture')
    expect(pieces.length).toBeGreaterThan(1)
    expect(await listed(page, 'called')).toEqual([...pieces, 'segment'])
  })
})
