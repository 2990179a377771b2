import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Box, Size } from '../../../src/geometry.js'
import { decodeImage } from '../../../src/image/load.js'
import { drawFit, type Fit, fitPicture, toImage } from '../../../src/perception/vlm/fit.js'
import { profileOf } from '../../../src/perception/vlm/profiles.js'
import { paintedImage } from '../../fakes/engines.js'

const side = fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 10_000 }))
const size = fc
  .record({ width: side, height: side })
  .filter(({ width, height }) => width * height <= 50_000_000)
const profile = fc.constantFrom(...['qwen3-vl:4b', 'qwen2.5vl:7b', 'gemma3:4b', 'any'].map(profileOf))
const reproducible = { seed: 20261122, numRuns: 400 }

describe('fitPicture()', () => {
  it('never enlarges, fills whole units, and keeps to the profile and to 4 to 1, for a picture of any size', () => {
    fc.assert(
      fc.property(size, profile, (image, { unit, pixels }) => {
        const { content, sent } = fitPicture(image, { unit, pixels })
        expect(content.width).toBeLessThanOrEqual(image.width)
        expect(content.height).toBeLessThanOrEqual(image.height)
        expect(Math.min(content.width, content.height, content.x + 1, content.y + 1)).toBeGreaterThan(0)
        expect(content.x + content.width).toBeLessThanOrEqual(sent.width)
        expect(content.y + content.height).toBeLessThanOrEqual(sent.height)
        expect([sent.width % unit, sent.height % unit]).toEqual([0, 0])
        expect(Math.min(sent.width, sent.height)).toBeGreaterThanOrEqual(2 * unit)
        const roundedUp = (sent.width + sent.height) * unit
        expect(sent.width * sent.height).toBeLessThanOrEqual(pixels + roundedUp)
        const [short, long] = [sent.width, sent.height].sort((a, b) => a - b) as [number, number]
        expect(long).toBeLessThanOrEqual(4 * short + unit)
      }),
      reproducible,
    )
  })

  it.each([
    ['a photo', 4000, 3000, { sent: [1184, 896], content: [1, 4, 1182, 887] }],
    ['a portrait', 3000, 4000, { sent: [896, 1184], content: [4, 1, 887, 1182] }],
    ['a small picture', 640, 480, { sent: [640, 480], content: [0, 0, 640, 480] }],
    ['a strip', 10_000, 100, { sent: [2048, 512], content: [0, 246, 2048, 20] }],
    ['one pixel', 1, 1, { sent: [64, 64], content: [31, 31, 1, 1] }],
  ])('lays %s in the middle', (_, width, height, expected) => {
    const { sent, content } = fitPicture({ width, height }, profileOf('qwen3-vl:4b'))
    expect({
      sent: [sent.width, sent.height],
      content: [content.x, content.y, content.width, content.height],
    }).toEqual(expected)
  })
})

/** What a model prints that sees perfectly: whole steps of a grid over the picture that it was sent. */
function printed(box: Box, steps: Size, { image, content, sent }: Fit): Box {
  const across = (x: number) =>
    Math.round(((content.x + (x / image.width) * content.width) / sent.width) * steps.width)
  const down = (y: number) =>
    Math.round(((content.y + (y / image.height) * content.height) / sent.height) * steps.height)
  const [x, y] = [across(box.x), down(box.y)]
  return { x, y, width: across(box.x + box.width) - x, height: down(box.y + box.height) - y }
}

test('a box goes to the grid and back within one step of it, for a picture of any size', () => {
  const edges = fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  fc.assert(
    fc.property(size, profile, edges, edges, (image, chosen, xs, ys) => {
      const fit = fitPicture(image, chosen)
      const steps = chosen.grid === 'pixels' ? fit.sent : { width: 1000, height: 1000 }
      const [x0, x1] = xs.map((x) => x * image.width).sort((a, b) => a - b) as [number, number]
      const [y0, y1] = ys.map((y) => y * image.height).sort((a, b) => a - b) as [number, number]
      const back = toImage(printed({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 }, steps, fit), steps, fit)
      const stepX = (fit.sent.width / steps.width) * (image.width / fit.content.width)
      const stepY = (fit.sent.height / steps.height) * (image.height / fit.content.height)
      expect(Math.abs(back.x - x0)).toBeLessThanOrEqual(stepX)
      expect(Math.abs(back.y - y0)).toBeLessThanOrEqual(stepY)
      expect(Math.abs(back.x + back.width - x1)).toBeLessThanOrEqual(stepX)
      expect(Math.abs(back.y + back.height - y1)).toBeLessThanOrEqual(stepY)
    }),
    reproducible,
  )
})

test('toImage() gives a box on the grey alone no area', () => {
  const fit = fitPicture({ width: 1000, height: 100 }, profileOf('qwen3-vl'))
  const steps = { width: 1000, height: 1000 }
  expect(toImage({ x: 100, y: 10, width: 500, height: 200 }, steps, fit).height).toBe(0)
})

test('drawFit() draws the image on grey, as JPEG', async () => {
  const image = paintedImage('a', { width: 200, height: 20 }, [
    { box: { x: 0, y: 0, width: 200, height: 20 }, rgb: [255, 0, 0] },
  ])
  const fit = fitPicture(image, profileOf('qwen3-vl'))
  const { data, mimeType } = await drawFit(image, fit)
  expect(mimeType).toBe('image/jpeg')
  const sent = await decodeImage(data, 'sent')
  expect([sent.width, sent.height]).toEqual([224, 64])
  const pixel = (x: number, y: number) => [...sent.pixels.subarray((y * 224 + x) * 3, (y * 224 + x) * 3 + 3)]
  for (const [x, y] of [
    [2, 2],
    [112, 10],
    [220, 60],
  ] as const) {
    for (const channel of pixel(x, y)) expect(channel).toBeCloseTo(127, -1)
  }
  const [red, green, blue] = pixel(112, 32) as [number, number, number]
  expect(red).toBeGreaterThan(245)
  expect(Math.max(green, blue)).toBeLessThan(10)
})
