import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Session, startSession } from '../adapters/mcp/client.js'
import { stack } from '../adapters/pictures.js'

let session: Session
beforeAll(async () => {
  session = await startSession()
})
afterAll(() => session[Symbol.asyncDispose]())

it('tells the size, the id and what is in the picture', async () => {
  const { data, text, picture, isError } = await session.call('open_image', { image: stack })
  expect(isError).toBe(false)
  expect(data).toMatchObject({
    conversation_id: expect.stringMatching(/^c-[0-9a-f]{8}$/),
    width: 640,
    height: 480,
  })
  expect(data.image_id).toMatch(/^[0-9a-f]{16}$/)
  expect(text).toContain(`image_id ${data.image_id}, 640×480 px`)
  expect(picture?.mimeType).toMatch(/^image\/(webp|jpeg)$/)
})

it('knows the picture by its id from then on', async () => {
  const first = await session.call('open_image', { image: `file://${stack}` })
  const again = await session.call('open_image', { image: first.data.image_id, conversation_id: 'other' })
  expect(again.data).toMatchObject({ image_id: first.data.image_id, conversation_id: 'other' })
})

it('shows a picture in which it can name nothing', async () => {
  const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'white' } })
    .png()
    .toBuffer()
  const white = `data:image/png;base64,${png.toString('base64')}`
  const reply = await session.call('open_image', { image: white })
  expect(reply.data).toMatchObject({ width: 40, height: 30, regions: [] })
  expect(reply.picture).toBeDefined()
})
