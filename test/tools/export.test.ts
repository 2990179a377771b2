import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Session, startSession } from '../adapters/mcp/client.js'
import { stack } from '../adapters/pictures.js'

let session: Session
let regions: string[]
beforeAll(async () => {
  session = await startSession()
  const boxes = [
    { x: 200, y: 300, width: 200, height: 120 },
    { x: 20, y: 20, width: 60, height: 60 },
  ]
  const { data } = await session.call('segment', { image: stack, boxes, label: 'suitcase' })
  regions = data.regions.map(({ id }: { id: string }) => id)
})
afterAll(() => session[Symbol.asyncDispose]())

const saved = async (format: string) => {
  const { data, text } = await session.call('export', { regions, format })
  expect(text).toContain(`Wrote 2 regions as ${format}.`)
  expect(text).toContain(data.saved)
  expect(dirname(data.saved)).toBe(join(session.folder, 'deixis-out'))
  return data.saved as string
}
const json = async (format: string) => JSON.parse(await readFile(await saved(format), 'utf8'))

describe('formats', () => {
  it('png: one black-and-white mask of the image size', async () => {
    const { data, info } = await sharp(await saved('png'))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([640, 480])
    expect([...new Set(data)].sort()).toEqual([0, 255])
  })

  it('coco: one annotation a region', async () => {
    const coco = await json('coco')
    expect(coco.images).toHaveLength(1)
    expect(coco.annotations).toHaveLength(2)
  })

  it('rle: the masks by id', async () => {
    const rle = await json('rle')
    expect(rle.map(({ id }: { id: string }) => id)).toEqual(regions)
    expect(rle[0].mask.size).toEqual([480, 640])
  })

  it('polygons: flat rings by id', async () => {
    const [first] = await json('polygons')
    expect(first.id).toBe(regions[0])
    expect(first.polygons[0].length % 2).toBe(0)
  })

  it('labelme: one shape a region at least', async () => {
    expect((await json('labelme')).shapes.length).toBeGreaterThanOrEqual(2)
  })

  it('svg and yolo: text', async () => {
    expect(await readFile(await saved('svg'), 'utf8')).toMatch(/<svg/)
    const yolo = await readFile(await saved('yolo'), 'utf8')
    expect(yolo.trim().split('\n').length).toBeGreaterThanOrEqual(2)
  })

  it('overlay and cutout: pictures', async () => {
    expect(await sharp(await saved('overlay')).metadata()).toMatchObject({ format: 'jpeg', width: 640 })
    expect(await sharp(await saved('cutout')).metadata()).toMatchObject({ format: 'png', hasAlpha: true })
  })
})

it('writes where it is told, once', async () => {
  const args = { regions, format: 'svg', path: 'mine.svg' }
  const first = await session.call('export', args)
  expect(first.data.saved).toBe(join(session.folder, 'deixis-out', 'mine.svg'))
  expect(first.link).toMatchObject({ name: 'mine.svg', mimeType: 'image/svg+xml' })
  const second = await session.call('export', args)
  expect(second).toMatchObject({
    isError: true,
    text: 'A file of that name exists and is not replaced: choose another name.',
  })
})

it('writes nowhere else', async () => {
  const { isError, text } = await session.call('export', { regions, format: 'svg', path: '/elsewhere.svg' })
  expect(isError).toBe(true)
  expect(text).toContain(`Allowed: `)
  expect(text).toContain(session.folder)
})
