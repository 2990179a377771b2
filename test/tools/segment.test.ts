import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Session, startSession, steady } from '../adapters/mcp/client.js'
import { photo, stack } from '../adapters/pictures.js'

let session: Session
beforeAll(async () => {
  session = await startSession()
})
afterAll(() => session[Symbol.asyncDispose]())

const box = { x: 200, y: 300, width: 200, height: 120 }

it('answers with text that stands alone, data, an overlay and the file of it', async () => {
  const reply = await session.call('segment', { image: stack, boxes: [box], label: 'suitcase' })
  expect(steady(reply.text, session)).toMatchInlineSnapshot(`
    "Segmented one region: r1.
    - r1 suitcase (score S): BOX, AREA of the picture. Why: from the box or points given
    Picture: image_id ID, 640×480 px, conversation "OWN".
    Saved: FOLDER/deixis-out/stack-segment-1.jpg
    Shown at its full 640×480 px."
  `)
  expect(Object.keys(reply.data)).toEqual([
    'conversation_id',
    'image_id',
    'width',
    'height',
    'answer',
    'regions',
    'reasons',
    'saved',
  ])
  expect(Object.keys(reply.data.regions[0])).toEqual(['id', 'label', 'score', 'box', 'area'])

  const shown = await sharp(reply.picture?.data).metadata()
  expect([shown.width, shown.height]).toEqual([640, 480])
  expect(reply.picture?.audience).toEqual(['user', 'assistant'])

  const saved = await sharp(await readFile(reply.data.saved)).metadata()
  expect([saved.width, saved.height]).toEqual([640, 480])
  expect(fileURLToPath(reply.link!.uri)).toBe(reply.data.saved)
})

describe('ways to point', () => {
  it('takes words', async () => {
    const { data } = await session.call('segment', { image: photo.path, phrase: photo.phrase })
    expect(data.regions.map(({ label }: { label: string }) => label)).toContain(photo.label)
    expect(data.regions[0].area).toBeGreaterThan(0)
  })

  it('takes boxes: one region each, in order', async () => {
    const boxes = [box, { x: 20, y: 20, width: 60, height: 60 }, box]
    const { data } = await session.call('segment', { image: stack, boxes })
    expect(data.regions).toHaveLength(3)
    expect(new Set(data.regions.map(({ id }: { id: string }) => id)).size).toBe(3)
  })

  it('takes points on and off one object', async () => {
    const points = [
      { x: 300, y: 360 },
      { x: 20, y: 20, positive: false },
    ]
    const { data } = await session.call('segment', { image: stack, points })
    expect(data.regions).toHaveLength(1)
  })

  it('takes everything, and fields left empty as left out', async () => {
    const { data } = await session.call('segment', {
      image: photo.path,
      everything: true,
      phrase: '',
      boxes: [],
      points: [],
      label: '',
    })
    expect(data.regions.length).toBeGreaterThan(0)
  })

  it.each([
    [{}, 'none'],
    [{ phrase: 'dog', everything: true }, 'phrase and everything'],
    [{ boxes: [box], points: [{ x: 1, y: 1 }] }, 'boxes and points'],
  ])('refuses %j', async (args, received) => {
    const { isError, text } = await session.call('segment', args)
    expect(isError).toBe(true)
    expect(text).toBe(`Give exactly one of phrase, boxes, points or everything: true; received ${received}.`)
  })
})

it('adds run-length masks when asked', async () => {
  const { data } = await session.call('segment', { image: stack, boxes: [box], masks: true })
  expect(data.regions[0].mask.size).toEqual([480, 640])
  expect(data.regions[0].mask.counts).toMatch(/^[0-o]+$/)
})

it('answers honestly that nothing fits', async () => {
  const { data, isError, picture } = await session.call('segment', {
    image: photo.path,
    phrase: 'the giraffe',
  })
  expect(isError).toBe(false)
  expect(data.regions).toEqual([])
  expect(data.answer).not.toBe('')
  expect(picture).toBeUndefined()
})

it('shows a large picture reduced, and says so', async () => {
  const large = `${session.folder}/large.jpg`
  await sharp(stack).resize(2400, 1800).toFile(large)
  const reply = await session.call('segment', { image: large, boxes: [box] })
  const shown = await sharp(reply.picture?.data).metadata()
  expect(shown.width).toBe(1024)
  expect(reply.picture!.data.toString('base64').length).toBeLessThan(700_000)
  expect(reply.text).toContain('Shown reduced to 1024×768 px; the saved file has 2048×1536 px.')
})
