import { copyFile, open, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { stack } from '../pictures.js'
import { type Session, startSession } from './client.js'

let session: Session
let file: (name: string) => string
beforeAll(async () => {
  session = await startSession()
  file = (name) => join(session.folder, name)
  await writeFile(file('page.jpg'), '<!doctype html><html><body>404</body></html>')
  await writeFile(file('corrupt.jpg'), (await readFile(stack)).subarray(0, 2000))
  await writeFile(file('empty.jpg'), '')
  await copyFile(stack, file('huge.jpg'))
  const huge = await open(file('huge.jpg'), 'r+')
  await huge.truncate(26_000_000)
  await huge.close()
  await symlink('/etc/hostname', file('way-out.jpg'))
})
afterAll(() => session[Symbol.asyncDispose]())

// Whatever a call was given, the next one works.
afterEach(async () => {
  const boxes = [{ x: 200, y: 300, width: 200, height: 120 }]
  expect(await session.call('segment', { image: stack, boxes })).toMatchObject({ isError: false })
})

it.each([
  ['a missing file', 'missing.jpg', /no file "missing.jpg".*Check the path/],
  ['a page saved as a picture', 'page.jpg', /HTML|web page/i],
  ['a damaged picture', 'corrupt.jpg', /damaged or cut short/],
  ['an empty file', 'empty.jpg', /damaged or cut short/],
  ['a huge file', 'huge.jpg', /more than 25 MB/],
  ['a folder', '.', /folder/],
])('says what to do about %s', async (_, name, message) => {
  const { isError, text } = await session.call('segment', { image: file(name), phrase: 'the dog' })
  expect(isError).toBe(true)
  expect(text).toMatch(message)
})

it.each(['/etc/hostname', 'file:///etc/hostname', 'way-out.jpg'])(
  'reads no forbidden file: %s',
  async (name) => {
    const image = name === 'way-out.jpg' ? file(name) : name
    const { isError, text } = await session.call('open_image', { image })
    expect(isError).toBe(true)
    expect(text).toMatch(/outside the folders.*Allowed: /)
    expect(text).toContain(session.folder)
  },
)

it.each(['http://127.0.0.1/a.jpg', 'https://127.0.0.1/a.jpg', 'https://[::1]/a.jpg'])(
  'fetches no private address: %s',
  async (image) => {
    expect(await session.call('open_image', { image })).toMatchObject({ isError: true })
  },
)

it('says so when an argument is wrong', async () => {
  const { isError, text } = await session.call('segment', { image: stack, boxes: [{ x: 1, y: 2 }] })
  expect(isError).toBe(true)
  expect(text).toMatch(/width/)
})

it('says so when there is no picture yet', async () => {
  const { isError, text } = await session.call('reason', { question: 'the dog', conversation_id: 'none' })
  expect(isError).toBe(true)
  expect(text).toMatch(/image|picture/)
})

it('names the known pictures when it is given an id of none', async () => {
  const { data } = await session.call('segment', {
    image: stack,
    boxes: [{ x: 1, y: 2, width: 30, height: 40 }],
  })
  const { isError, text } = await session.call('open_image', { image: '0123456789abcdef' })
  expect(isError).toBe(true)
  expect(text).toContain(data.image_id)
})

it('survives a message longer than the 10 MB at which the SDK gives up', async () => {
  const image = `data:image/jpeg;base64,${'A'.repeat(12_000_000)}`
  expect(await session.call('open_image', { image })).toMatchObject({ isError: true })
})

it('tells nobody but its log what it did not foresee', () => {
  expect(session.log()).not.toMatch(/\n\s+at /)
})
