import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import type { InboundImage } from '../../../adapters/chat.js'
import { UserInputError } from '../../../src/errors.js'
import { Picture } from '../../../src/mask/picture.js'
import { MAX_KEPT_BYTES } from '../../../src/pictures.js'
import { answerTo, send, startChat, zoo } from './platform.js'

const HEIC = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')

it('opens all pictures of a message, in order, and talks about the last', async () => {
  const { handler } = startChat()
  const images = { 'one.png': await zoo(), 'two.png': await zoo(20), 'three.png': await zoo(40) }
  const reply = await answerTo(handler, { text: 'the cat', images })
  expect(reply.text).toMatch(/I opened 3 pictures; this is about the last one, "three.png"\.$/)
  expect(reply.files[0]!.alt).toContain('"three.png"')
  expect((await answerTo(handler, { text: 'the dogs in the first picture' })).files[0]!.alt).toContain(
    '"one.png"',
  )
})

it('calls a picture what its sender calls it, whoever sent it before', async () => {
  const { handler } = startChat()
  const say = async (conversationId: string, name: string) =>
    answerTo(handler, { conversationId, text: 'the cat', images: { [name]: await zoo() } })
  await say('ann', 'ann-and-her-secret.png')
  const { files } = await say('bob', 'zoo.png')
  expect(files).toMatchObject([{ name: 'zoo-overlay.jpg', alt: expect.stringContaining('"zoo.png"') }])
})

it.each([
  ['words', Buffer.from('hello'), 'not-an-image', 'JPEG, PNG'],
  ['an iPhone’s HEIC', HEIC, 'unsupported-format', 'HEIC'],
  ['a picture cut short', (await zoo()).subarray(0, 60), 'bad-image', 'damaged'],
  ['nothing', Buffer.alloc(0), 'bad-image', 'damaged'],
])('says what is wrong with %s', async (_what, bytes, code, hint) => {
  const { handler, log } = startChat()
  const { failure } = await send(handler, { text: 'the dog', images: { 'a.jpg': bytes } })
  expect(failure).toMatchObject({ code, message: expect.stringContaining(hint) })
  expect(log).toEqual([])
})

it('says which of several pictures is wrong', async () => {
  const { handler } = startChat()
  const { failure } = await send(handler, { images: { 'a.png': await zoo(), 'b.heic': HEIC } })
  expect(failure?.message).toMatch(/^Picture 2 of 2: This is HEIC/)
})

it('does not load what is too large, nor more than ten', async () => {
  const { handler } = startChat()
  let loads = 0
  const large: InboundImage = {
    name: 'poster.tif',
    size: 30_000_000,
    load: async () => Buffer.alloc(loads++),
  }
  expect((await send(handler, { images: [large] })).failure).toMatchObject({
    code: 'image-too-large',
    message: expect.stringContaining('"poster.tif"'),
  })
  const many = Array.from({ length: 11 }, () => ({ ...large, size: 1 }))
  expect((await send(handler, { images: many })).failure?.message).toContain('at most 10')
  expect(loads).toBe(0)
})

it('says that a picture did not arrive, or what the platform says of it', async () => {
  const { handler } = startChat()
  const failing = (error: Error): InboundImage => ({ name: 'a.png', load: () => Promise.reject(error) })
  expect((await send(handler, { images: [failing(new Error('ECONNRESET'))] })).failure).toMatchObject({
    code: 'fetch-failed',
    message: 'The picture did not arrive: send it again.',
  })
  const gone = new UserInputError('fetch-failed', 'The attachment is gone.')
  expect((await send(handler, { images: [failing(gone)] })).failure).toBe(gone)
})

it('does not wait for a picture that was withdrawn', async () => {
  const { handler } = startChat()
  const controller = new AbortController()
  const stuck: InboundImage = {
    name: 'a.png',
    load: () => {
      queueMicrotask(() => controller.abort())
      return new Promise(() => {})
    },
  }
  const { failure } = await send(handler, { images: [stuck], signal: controller.signal })
  expect(failure).toMatchObject({ code: 'cancelled' })
})

it('keeps a smaller copy of a large file, and says so', async () => {
  const { handler, deixis } = startChat()
  const size = { width: 2000, height: 1500 }
  const noise = await new Picture(randomBytes(size.width * size.height * 3), size, 3).encode('png')
  expect(noise.length).toBeGreaterThan(MAX_KEPT_BYTES)
  const reply = await answerTo(handler, { images: { 'noise.png': noise } })
  expect(reply.text).toMatch(
    /"noise.png" is a large file: I work on a smaller copy, a JPEG of \d+ × \d+ pixels\./,
  )
  expect(deixis.conversation('talk').image).toMatchObject({ name: 'noise.png' })
})
