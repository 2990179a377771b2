import { readFileSync } from 'node:fs'
import { type Box, CancelledError, createDeixis, type Deixis, Mask, type Rle } from 'deixis'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** Drawn for this project, with exact masks. */
const STACKS = new URL('../fixtures/stacks/', import.meta.url)
const stacks = JSON.parse(readFileSync(new URL('annotations.json', STACKS), 'utf8')) as {
  images: { id: number; file_name: string }[]
  annotations: { image_id: number; bbox: [number, number, number, number]; segmentation: Rle }[]
}

let deixis: Deixis
let spent: { encodeMs: number; decodeMs: number }[] = []

beforeAll(async () => {
  deixis = await createDeixis({ observe: (timings) => spent.push(timings) })
})

afterAll(() => deixis.close())

function stack(fileName: string): { path: URL; objects: { box: Box; mask: Mask }[] } {
  const { id } = stacks.images.find((image) => image.file_name === fileName)!
  const objects = stacks.annotations
    .filter((annotation) => annotation.image_id === id)
    .map(({ bbox: [x, y, width, height], segmentation }) => ({
      box: { x, y, width, height },
      mask: Mask.fromRle(segmentation),
    }))
  return { path: new URL(fileName, STACKS), objects }
}

test('labels are the 80 of COCO, garments and surroundings, each once', () => {
  expect(deixis.labels[0]).toBe('person')
  expect(deixis.labels[79]).toBe('toothbrush')
  expect(deixis.labels.slice(80)).toEqual(expect.arrayContaining(['hair', 'trousers', 'sky', 'grass']))
  expect(new Set(deixis.labels).size).toBe(deixis.labels.length)
})

test('true boxes give masks of the image size that fit their objects', async () => {
  for (const { file_name } of stacks.images) {
    const { path, objects } = stack(file_name)
    const image = await deixis.open(path)
    const answer = await deixis.conversation().segment(objects, { image })
    const ious = answer.regions.map(({ mask }, n) => mask.iou(objects[n]!.mask))
    expect(ious.reduce((sum, iou) => sum + iou, 0) / ious.length).toBeGreaterThan(0.8)
    for (const { mask } of answer.regions)
      expect(mask).toMatchObject({ width: image.width, height: image.height })
  }
})

test('a point on an object gives a mask that holds it', async () => {
  const { path, objects } = stack('stack-03.jpg')
  const image = await deixis.open(path)
  const { x, y, width, height } = objects[0]!.box
  const point = { x: x + width / 2, y: y + height / 2, positive: true }
  const [region] = (await deixis.conversation().segment([{ points: [point] }], { image })).regions
  expect(region!.mask.contains(point)).toBe(true)
  expect(region!.mask.iou(objects[0]!.mask)).toBeGreaterThan(0.5)
})

test('a negative point is left out of the mask of a box', async () => {
  const { path, objects } = stack('stack-03.jpg')
  const image = await deixis.open(path)
  const { x, y, width, height } = objects[0]!.box
  const point = { x: x + width / 2, y: y + height / 2, positive: false }
  const [region] = (
    await deixis.conversation().segment([{ box: objects[0]!.box, points: [point] }], { image })
  ).regions
  expect(region!.mask.contains(point)).toBe(false)
})

test('a rough mask is made exact, and what a point adds to it stays through the next', async () => {
  const { path, objects } = stack('stack-03.jpg')
  const image = await deixis.open(path)
  const truth = objects[0]!.mask
  const rough = truth.dilate(12)
  const talk = deixis.conversation()
  const [redrawn] = (await talk.segment([{ mask: rough }], { image })).regions
  expect(redrawn!.mask.iou(truth)).toBeGreaterThan(rough.iou(truth) + 0.05)

  const { x, y, width, height } = truth.box
  const off = { x: x + width / 4, y: y + height / 2, positive: false }
  const on = { x: x + (3 * width) / 4, y: y + height / 2, positive: true }
  await talk.refine(redrawn!.id, { action: 'points', points: [off] })
  const [refined] = (await talk.refine(redrawn!.id, { action: 'points', points: [on] })).regions
  expect(refined!.mask.contains(off)).toBe(false)
  expect(refined!.mask.contains(on)).toBe(true)
})

test.each([
  ['of another size', () => Mask.fromBox({ x: 0, y: 0, width: 5, height: 5 }, { width: 10, height: 10 })],
  ['that is empty', (size: { width: number; height: number }) => Mask.empty(size)],
])('a rough mask %s is refused', async (_, mask) => {
  const image = await deixis.open(stack('stack-03.jpg').path)
  const asked = deixis.conversation().segment([{ mask: mask(image) }], { image })
  await expect(asked).rejects.toMatchObject({ code: 'bad-input' })
})

test('a follow-up on the same picture runs no encoder', async () => {
  const image = await deixis.open(stack('stack-07.jpg').path)
  const box = { x: 100, y: 100, width: 200, height: 200 }
  await deixis.conversation().segment([{ box }], { image })
  spent = []
  await deixis.conversation().segment([{ box }], { image })
  expect(spent).toEqual([{ encodeMs: 0, decodeMs: expect.any(Number) }])
})

/** A blue sky above a field of noisy green. */
async function field(): Promise<Uint8Array> {
  const { width, height, horizon } = { width: 320, height: 240, horizon: 150 }
  const pixels = new Uint8Array(width * height * 3)
  let noise = 1
  for (let i = 0; i < width * height; i++) {
    const y = Math.floor(i / width)
    noise = (noise * 48271) % 2147483647
    const speck = (noise / 2147483647 - 0.5) * 60
    const shade = (100 * y) / height
    pixels.set(
      y < horizon ? [120 + shade, 170 + 0.7 * shade, 235] : [70, 130, 40].map((v) => v + speck),
      i * 3,
    )
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
}

test('surroundings and garments are looked for when named, and come with masks of their own', async () => {
  const image = await deixis.open(await field())
  const [sky, ...others] = (await deixis.conversation().ground('sky', { image })).regions
  expect(others).toEqual([])
  expect(sky).toMatchObject({ label: 'sky', score: expect.any(Number) })
  const above = Mask.fromBox({ x: 0, y: 0, width: 320, height: 150 }, image)
  expect(sky!.mask.iou(above)).toBeGreaterThan(0.9)
  const [grass] = (await deixis.conversation().ground('grass', { image })).regions
  expect(grass!.mask.iou(above.invert())).toBeGreaterThan(0.7)
  expect(sky!.mask.intersectionArea(grass!.mask)).toBe(0)
  spent = []
  expect((await deixis.conversation().ground('hat', { image })).regions).toEqual([])
  expect((await deixis.conversation().ground('sky', { image })).regions[0]!.mask.equals(sky!.mask)).toBe(true)
  expect(spent.at(-1)).toEqual({ encodeMs: 0, decodeMs: 0 })
})

test('a request cancelled half-way rejects, and the next is answered', async () => {
  const image = await deixis.open(stack('stack-12.jpg').path)
  const controller = new AbortController()
  const prompts = Array.from({ length: 80 }, (_, n) => ({ box: { x: n, y: n, width: 200, height: 200 } }))
  const request = deixis.conversation().segment(prompts, {
    image,
    signal: controller.signal,
    progress: (fraction) => {
      if (fraction > 0) controller.abort()
    },
  })
  await expect(request).rejects.toMatchObject({ code: new CancelledError().code })
  const next = await deixis.conversation().segment(prompts.slice(0, 1), { image })
  expect(next.regions).toHaveLength(1)
})
