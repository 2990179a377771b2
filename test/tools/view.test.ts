import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Session, startSession } from '../adapters/mcp/client.js'
import { photo, stack } from '../adapters/pictures.js'

let session: Session
let id: string
beforeAll(async () => {
  session = await startSession()
  const boxes = [{ x: 200, y: 300, width: 200, height: 120 }]
  const { data } = await session.call('segment', { image: stack, boxes, conversation_id: 'stack' })
  id = data.regions[0].id
})
afterAll(() => session[Symbol.asyncDispose]())

it('marks everything by number', async () => {
  const { data, picture } = await session.call('view', { image: photo.path })
  expect(data.regions.length).toBeGreaterThan(0)
  expect(picture).toBeDefined()
})

it.each(['marks', 'overlay'])('shows %s of given regions', async (show) => {
  const { data, picture } = await session.call('view', { show, regions: [id], conversation_id: 'stack' })
  expect(data.regions.map((region: { id: string }) => region.id)).toEqual([id])
  expect(await sharp(picture?.data).metadata()).toMatchObject({ width: 640, height: 480 })
})

it('crops to a box', async () => {
  const box = { x: 100, y: 100, width: 300, height: 200 }
  const { data } = await session.call('view', { show: 'crop', box, conversation_id: 'stack' })
  expect(await sharp(data.saved).metadata()).toMatchObject({ width: 300, height: 200 })
})

it('crops to regions', async () => {
  const { data } = await session.call('view', { show: 'crop', regions: [id], conversation_id: 'stack' })
  const { width } = await sharp(data.saved).metadata()
  expect(width).toBeLessThan(640)
})

it('cuts out regions, with transparency', async () => {
  const { data } = await session.call('view', { show: 'cutout', regions: [id], conversation_id: 'stack' })
  expect(data.saved).toMatch(/\.png$/)
  expect(await sharp(data.saved).metadata()).toMatchObject({ hasAlpha: true })
})

it.each([
  [{ show: 'crop' }, 'To show a crop, give regions or a box.'],
  [{ show: 'cutout' }, 'To show a cutout, give regions.'],
])('says what %j lacks', async (args, message) => {
  expect(await session.call('view', args)).toMatchObject({ isError: true, text: message })
})
