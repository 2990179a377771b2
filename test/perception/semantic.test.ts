import { expect, test } from 'vitest'
import { Mask } from '../../src/mask/mask.js'
import { areasOf, type ClassMap, drawAreas, paintClasses } from '../../src/perception/embedded/semantic.js'

/** A map whose logits are functions of the cell. */
function mapOf(
  width: number,
  height: number,
  fields: readonly ((x: number, y: number) => number)[],
): ClassMap {
  const logits = new Float32Array(fields.length * width * height)
  fields.forEach((field, k) => {
    for (let i = 0; i < width * height; i++) {
      logits[k * width * height + i] = field(i % width, Math.floor(i / width))
    }
  })
  return { width, height, classes: fields.length, logits }
}

/** The definition, pixel by pixel: interpolate every class at the centre, the highest wins. */
function paintSlowly(
  { width, height, classes, logits }: ClassMap,
  index: number,
  rectangle: { x: number; y: number; width: number; height: number },
  frame: { x: number; y: number; width: number; height: number },
  size: { width: number; height: number },
): Mask {
  const bitmap = new Uint8Array(size.width * size.height)
  const place = (centre: number, start: number, extent: number, cells: number) =>
    Math.min(Math.max(((centre - start) / extent) * cells - 0.5, 0), cells - 1)
  for (let y = frame.y; y < frame.y + frame.height; y++) {
    for (let x = frame.x; x < frame.x + frame.width; x++) {
      const u = place(x + 0.5, rectangle.x, rectangle.width, width)
      const v = place(y + 0.5, rectangle.y, rectangle.height, height)
      const [left, top] = [Math.floor(u), Math.floor(v)]
      const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)]
      const values = Array.from({ length: classes }, (_, k) => {
        const at = (row: number, column: number) => logits[(k * height + row) * width + column]!
        const upper = at(top, left) + (at(top, right) - at(top, left)) * (u - left)
        const lower = at(bottom, left) + (at(bottom, right) - at(bottom, left)) * (u - left)
        return upper + (lower - upper) * (v - top)
      })
      if (values.indexOf(Math.max(...values)) === index) bitmap[y * size.width + x] = 1
    }
  }
  return Mask.fromBitmap(bitmap, size)
}

const size = { width: 61, height: 47 }

test('painted classes are those that win pixel by pixel', () => {
  let seed = 7
  const random = () => {
    seed = (seed * 48271) % 2147483647
    return seed / 2147483647
  }
  const map = mapOf(
    9,
    7,
    Array.from({ length: 4 }, () => () => random() * 4),
  )
  const rectangle = { x: 5, y: 3, width: 58.5, height: 40.3 }
  const frame = { x: 5, y: 3, width: 50, height: 38 }
  const painted = paintClasses(map, [1, 2, 3], rectangle, frame, size)
  for (const [i, runs] of painted.entries()) {
    const mask = Mask.fromRuns(runs, size)
    const slow = paintSlowly(map, i + 1, rectangle, frame, size)
    expect(slow.area).toBeGreaterThan(50)
    expect(mask.area).toBe(slow.area)
    expect(mask.iou(slow)).toBe(1)
  }
})

test('an area has the mean probability and the share of the cells that it wins', () => {
  const map = mapOf(4, 3, [() => 0, (x, y) => (x < 1 || y > 1 ? Math.log(3) : -5), () => -20])
  expect(areasOf(map, { width: 4, height: 2 })).toEqual([
    { index: 1, score: expect.closeTo(0.75, 5), share: 0.25 },
  ])
  // What was padded counts for nothing.
  expect(areasOf(map, { width: 2, height: 2 })[0]!.share).toBe(0.5)
})

const image = { width: 80, height: 40 }
const whole = { x: 0, y: 0, ...image }
const fit = { scale: 1, content: image, padded: { width: 96, height: 64 } }
const manifest = {
  file: '',
  sha256: '',
  stride: 8,
  minShare: 0.01,
  calibration: [1, 0] as [number, number],
}
const tensorOf = ({ width, height, classes, logits }: ClassMap) => ({
  type: 'float32' as const,
  data: logits,
  dims: [1, classes, height, width],
})

test('an area below its threshold, and a class without one, are not claimed', () => {
  const logits = tensorOf(mapOf(12, 8, [() => 0, (x) => (x < 5 ? 1 : -9), (x) => (x < 5 ? -9 : 2)]))
  const classes = (first: number | undefined, second: number | undefined) => [
    { label: 'sky', threshold: first },
    { label: 'sea', threshold: second },
  ]
  const labels = (first?: number, second?: number) =>
    drawAreas(logits, { ...manifest, classes: classes(first, second) }, fit, whole, image).map(
      ({ label }) => label,
    )
  expect(labels(0.7, 0.7)).toEqual(['sky', 'sea'])
  expect(labels(0.75, 0.7)).toEqual(['sea'])
  expect(labels(0.7)).toEqual(['sky'])
})

test('pieces of a class that comes in pieces are areas of their own, crumbs none', () => {
  const crumb = (x: number, y: number) => x === 11 && y === 5
  const field = (x: number, y: number) => (x < 5 || x > 15 || crumb(x, y) ? 5 : -5)
  const logits = tensorOf(mapOf(24, 16, [() => 0, field]))
  const draw = (pieces: boolean, threshold = 0.5) =>
    drawAreas(
      logits,
      { ...manifest, stride: 4, classes: [{ label: 'tree', threshold, pieces }] },
      fit,
      whole,
      image,
    ).map(({ runs }) => Mask.fromRuns(runs, image))
  const [one, ...rest] = draw(false)
  expect(rest).toEqual([])
  expect(one!.contains({ x: 46, y: 22 })).toBe(true)
  const pieces = draw(true)
  expect(pieces.map(({ box }) => box.height)).toEqual([40, 40])
  expect(pieces.map(({ box: { x, width } }) => [x, width])).toEqual([
    [0, 20],
    [64, 16],
  ])
})
