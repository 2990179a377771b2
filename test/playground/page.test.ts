import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { photo, stack } from '../adapters/pictures.js'
import { launch, openPage, PHONE, skipped, violations, WIDE } from './browser.js'
import { type Served, serve } from './serve.js'

/** What there is to see in the stack, however sure. */
const SEEN = /^I see .*suitcase/
const TOKEN = 'one-two-three-four-five'

describe.skipIf(skipped)('the page', () => {
  let browser: Browser
  let served: Served
  beforeAll(async () => {
    ;[browser, served] = await Promise.all([launch(), serve()])
  })
  afterAll(async () => {
    await browser?.close()
    await served?.[Symbol.asyncDispose]()
  })

  const chips = (page: Page) => page.getByRole('list', { name: 'Regions' }).getByRole('button')
  const answers = (page: Page) => page.locator('.answer')
  const lastAnswer = (page: Page) => answers(page).last()

  /** Waits for the answer to what `act` asks for. */
  async function answered(page: Page, act: () => Promise<unknown>): Promise<string> {
    const before = await answers(page).count()
    await act()
    await answers(page).nth(before).waitFor()
    return (await lastAnswer(page).textContent()) ?? ''
  }

  function ask(page: Page, text: string): Promise<string> {
    return answered(page, async () => {
      await page.getByLabel('Ask about the photo').fill(text)
      await page.keyboard.press('Enter')
    })
  }

  async function pick(page: Page, file: string): Promise<string> {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: /photo/ }).first().click()
    return answered(page, async () => (await chooser).setFiles(file))
  }

  async function opened(file: string, options?: BrowserContextOptions, expected?: RegExp): Promise<Page> {
    const page = await openPage(browser, served.url, options, expected)
    await pick(page, file)
    return page
  }

  /** A place on the photo, from 0 to 1, in pixels of the window. */
  async function place(page: Page, x: number, y: number): Promise<[number, number]> {
    const frame = (await page.locator('.frame').boundingBox())!
    return [frame.x + x * frame.width, frame.y + y * frame.height]
  }

  /** What is painted over the photo at a place: `[red, green, blue, alpha]`. */
  function painted(page: Page, x: number, y: number): Promise<number[]> {
    return page.evaluate(`(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      const canvas = document.querySelector('.overlay')
      const at = [Math.round(${x} * canvas.width), Math.round(${y} * canvas.height)]
      return [...canvas.getContext('2d').getImageData(...at, 1, 1).data]
    })()`)
  }

  it('opens a photo, answers, follows up and takes back', async () => {
    const page = await opened(stack)
    expect(await lastAnswer(page).textContent()).toMatch(SEEN)
    expect(await chips(page).count()).toBe(6)

    expect(await ask(page, 'which suitcases can be removed?')).toBe(
      '3 suitcases that can be removed: r1, r3 and r4.',
    )
    expect(await chips(page).count()).toBe(3)
    // Inside the green one its colour lies over the photo, beside it the photo is darker.
    const [inside, outside] = [await painted(page, 0.66, 0.7), await painted(page, 0.5, 0.2)]
    expect(inside[3]).toBeGreaterThan(20)
    expect(outside.slice(0, 3).every((value) => value < 40)).toBe(true)
    expect(Math.abs(outside[3]! - 0.3 * 255)).toBeLessThan(3)
    expect(inside.slice(0, 3).some((value) => value > 80)).toBe(true)
    await page.getByText('Why').click()
    expect(await page.locator('.why li').first().textContent()).toBe(
      'r1: suitcase, orange; nothing rests on it',
    )

    expect(await ask(page, 'only the green one')).toContain('r4')
    expect(await chips(page).count()).toBe(1)
    const undone = await answered(page, () => page.getByRole('button', { name: 'Undo' }).click())
    expect(undone).toMatch(/^Undone\. 3 suitcases/)
    expect(await chips(page).count()).toBe(3)
  })

  it('takes back what was asked, not what was said about it', async () => {
    const page = await opened(stack)
    await ask(page, 'which suitcases can be removed?')
    expect(await ask(page, 'why?')).toMatch(/nothing rests on it/)
    await ask(page, 'thanks')
    expect(await chips(page).count()).toBe(3)
    expect(await answered(page, () => page.getByRole('button', { name: 'Undo' }).click())).toMatch(/^Undone/)
    expect(await chips(page).count()).toBe(6)
    expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true)
  })

  it('says that there is none as an answer', async () => {
    const page = await opened(stack)
    expect(await ask(page, 'the zebras')).toMatch(/zebra/)
    expect(await page.locator('.error').count()).toBe(0)
    expect(await chips(page).count()).toBe(0)
  })

  it('makes a mask from a click and corrects it with more, and undo brings the former back', async () => {
    const page = await opened(photo.path)
    await ask(page, 'the zebras')
    expect(await answered(page, async () => page.mouse.click(...(await place(page, 0.5, 0.5))))).toMatch(
      /^Segmented one region/,
    )
    const id = await chips(page).first().getAttribute('data-id')
    expect(await answered(page, async () => page.mouse.click(...(await place(page, 0.6, 0.6))))).toMatch(
      `${id} now covers`,
    )
    await page.keyboard.down('Shift')
    const less = await answered(page, async () => page.mouse.click(...(await place(page, 0.5, 0.5))))
    await page.keyboard.up('Shift')
    expect(less).toMatch(`${id} now covers`)
    expect(await answered(page, () => page.keyboard.press('u'))).toMatch(/^Undone\. r\d+ now covers/)
    expect(await answered(page, () => page.keyboard.press('u'))).toMatch(/^Undone\. Segmented one region/)
    expect(await chips(page).count()).toBe(1)
  })

  it('makes a mask from a box that is dragged', async () => {
    const page = await opened(stack)
    await page.mouse.move(...(await place(page, 0.05, 0.58)))
    await page.mouse.down()
    await page.mouse.move(...(await place(page, 0.2, 0.7)))
    await page.mouse.move(...(await place(page, 0.33, 0.8)))
    expect(await answered(page, () => page.mouse.up())).toMatch(/^Segmented one region: r7/)
    expect(await page.locator('.said').textContent()).toBe('Drew a box')
    expect(await chips(page).count()).toBe(1)
  })

  it('tells what is under the mouse', async () => {
    const page = await opened(stack)
    await ask(page, 'which suitcases can be removed?')
    await page.mouse.move(...(await place(page, 0.72, 0.65)))
    expect(await page.locator('.tip').textContent()).toMatch(
      /^4 suitcase \d+%suitcase, green; nothing rests on it$/,
    )
    await page.mouse.move(...(await place(page, 0.5, 0.1)))
    await page.locator('.tip').waitFor({ state: 'hidden' })
  })

  it('can be used without a mouse', async () => {
    const page = await opened(stack)
    const frame = page.getByRole('application', { name: /^Photo stack\.jpg, 640 by 480 pixels/ })
    await page.getByLabel('Ask about the photo').press('Escape')
    await frame.focus()
    await page.keyboard.press('4')
    expect(await chips(page).nth(3).getAttribute('aria-pressed')).toBe('true')
    await page.keyboard.press('Escape')
    expect(await chips(page).nth(3).getAttribute('aria-pressed')).toBe('false')
    for (const key of ['Enter', 'ArrowUp', 'ArrowUp', 'ArrowLeft']) await page.keyboard.press(key)
    expect(await page.locator('.frame [aria-live]').textContent()).toContain('48% across, 45% down')
    expect(await answered(page, () => page.keyboard.press('Enter'))).toMatch(/^Segmented one region: r7/)
    expect(await answered(page, () => page.keyboard.press('Shift+Enter'))).toMatch(/r7/)
    await page.keyboard.press('b')
    for (const key of ['ArrowDown', 'ArrowRight']) await page.keyboard.press(key)
    expect(await answered(page, () => page.keyboard.press('b'))).toMatch(/^Segmented one region: r8/)
    await chips(page).first().focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate('document.activeElement.dataset.id')).toBe('r8')
  })

  it('saves what is chosen', async () => {
    const page = await opened(stack)
    await ask(page, 'which suitcases can be removed?')
    await chips(page).nth(2).click()
    await page.getByRole('button', { name: 'Save' }).click()
    expect(await page.locator('#save-title').textContent()).toBe('Save r4 as')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: /SVG/ }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('stack-svg-1.svg')
    expect(await readFile(await file.path(), 'utf8')).toMatch(/^<svg.*suitcase.*<\/svg>\s*$/s)
    await page.getByText('Wrote 1 region as svg.').waitFor()
  })

  it.each(['paste', 'drop'])('takes a photo by %s', async (way) => {
    const page = await openPage(browser, served.url)
    const bytes = (await readFile(photo.path)).toString('base64')
    const text = await answered(page, () =>
      page.evaluate(`(async () => {
        const bytes = Uint8Array.from(atob('${bytes}'), (letter) => letter.charCodeAt(0))
        const data = new DataTransfer()
        data.items.add(new File([bytes], 'cat.jpg', { type: 'image/jpeg' }))
        const event = '${way}' === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
        document.body.dispatchEvent(event)
      })()`),
    )
    expect(text).toContain('cat')
  })

  it('says what is wrong with a file, and goes on', async () => {
    const page = await openPage(browser, served.url, WIDE, /415/)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose a photo' }).click()
    await (await chooser).setFiles({
      name: 'x.png',
      mimeType: 'image/png',
      buffer: Buffer.from('no picture'),
    })
    expect(await page.locator('.error').textContent()).toMatch(/picture/)
    await page.getByRole('button', { name: 'Choose a photo' }).waitFor()
    expect(await pick(page, stack)).toMatch(SEEN)
    await page.getByRole('button', { name: 'Choose a photo' }).waitFor({ state: 'hidden' })
  })

  it('says what is wrong with a file that is no picture by its name, either', async () => {
    const page = await openPage(browser, served.url, WIDE, /415/)
    await page.evaluate(`(() => {
      const data = new DataTransfer()
      data.items.add(new File(['%PDF-1.4'], 'x.pdf', { type: 'application/pdf' }))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    })()`)
    await page.getByText('This is PDF').waitFor()
  })

  it('shows what is under way, and stops it', async () => {
    const page = await openPage(browser, served.url)
    await page.evaluate(`
      globalThis.seen = new Set()
      new MutationObserver(() => seen.add(document.querySelector('.waiting')?.textContent)).observe(
        document.body, { subtree: true, childList: true, characterData: true })
    `)
    await pick(page, stack)
    const seen = (await page.evaluate('[...seen]')) as string[]
    expect(seen).toContain('Uploading …')
    expect(seen).toContain('Drawing …')

    await page.route('**/mcp', (route) =>
      route.request().postData()?.includes('tools/call') ? undefined : route.continue(),
    )
    await page.getByLabel('Ask about the photo').fill('the red one')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('Stopped.').waitFor()
    await page.unroute('**/mcp')
    expect(await ask(page, 'the red one')).toContain('r6')
  })

  it('begins a lost session anew without a word', async () => {
    const page = await openPage(browser, served.url, WIDE, /404/)
    const begun = page.waitForRequest((request) => request.headers()['mcp-session-id'] !== undefined)
    await pick(page, stack)
    const session = (await begun).headers()['mcp-session-id'] ?? ''
    const ended = await fetch(`${served.url}mcp`, {
      method: 'DELETE',
      headers: { 'mcp-session-id': session },
    })
    expect(ended.status).toBe(200)
    expect(await ask(page, 'which suitcases can be removed?')).toMatch(/^3 suitcases/)
    expect(await page.locator('.error').count()).toBe(0)
  })

  it('asks for a token once, and again for a wrong one', async () => {
    const guarded = await serve({ DEIXIS_TOKEN: TOKEN })
    onTestFinished(() => guarded[Symbol.asyncDispose]())
    const page = await openPage(browser, guarded.url, WIDE, /401/)
    const text = answered(page, async () => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Choose a photo' }).click()
      await (await chooser).setFiles(stack)
      for (const token of ['wrong…wrong', 'wrong-wrong-wrong-wrong', TOKEN]) {
        await page.getByLabel('This server asks for a token').fill(token)
        await page.getByRole('button', { name: 'Go on' }).click()
        // No header can carry it, so it is not tried.
        if (token.includes('…')) expect(await page.getByRole('dialog').count()).toBe(1)
        else if (token !== TOKEN) await page.getByText('It does not know that one').waitFor()
      }
    })
    expect(await text).toMatch(SEEN)
    await page.reload()
    expect(await pick(page, stack)).toMatch(SEEN)
  })

  it('works on a phone', async () => {
    const page = await opened(stack, PHONE)
    await ask(page, 'which suitcases can be removed?')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    await page.touchscreen.tap(...(await place(page, 0.72, 0.65)))
    expect(await chips(page).nth(2).getAttribute('aria-pressed')).toBe('true')
    await page.getByLabel('Remove').check({ force: true })
    expect(await answered(page, async () => page.touchscreen.tap(...(await place(page, 0.72, 0.9))))).toMatch(
      /^r4 now covers/,
    )
  })

  it.each(['light', 'dark'] as const)('is fit for everybody in %s colours', async (colorScheme) => {
    const page = await openPage(browser, served.url, { ...WIDE, colorScheme })
    expect(await violations(page)).toEqual([])
    await pick(page, stack)
    await ask(page, 'which suitcases can be removed?')
    await chips(page).first().click()
    await page.getByText('Why').click()
    for (const { viewport } of [WIDE, PHONE]) {
      await page.setViewportSize(viewport)
      expect(await violations(page)).toEqual([])
    }
    await page.getByRole('button', { name: 'Save' }).click()
    expect(await violations(page)).toEqual([])
  })

  it('changes between light and dark, and remembers it', async () => {
    const page = await openPage(browser, served.url, { ...WIDE, colorScheme: 'light' })
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    const light = await ground()
    await page.getByRole('button', { name: 'Use dark colours' }).click()
    const dark = await ground()
    expect(dark).not.toBe(light)
    await page.reload()
    await page.getByRole('button', { name: 'Use light colours' }).waitFor()
    expect(await ground()).toBe(dark)
  })
})
