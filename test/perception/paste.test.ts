import { expect, test } from 'vitest'
import { Mask } from '../../src/mask/mask.js'
import { pasteMask } from '../../src/perception/embedded/paste.js'

type Field = (u: number, v: number) => number

/** Logits of a function of the place in the rectangle, 0 to 1 along each side. */
function logitsOf(side: number, field: Field): Float32Array {
  return Float32Array.from({ length: side * side }, (_, i) =>
    field(((i % side) + 0.5) / side, (Math.floor(i / side) + 0.5) / side),
  )
}

/** The definition, pixel by pixel: interpolate at each centre inside the rectangle, positive is in. */
function pasteSlowly(
  logits: Float32Array,
  side: number,
  box: { x: number; y: number; width: number; height: number },
  size: { width: number; height: number },
): Mask {
  const bitmap = new Uint8Array(size.width * size.height)
  const at = (row: number, column: number) => logits[row * side + column]!
  const place = (centre: number, start: number, extent: number) =>
    Math.min(Math.max(((centre - start) / extent) * side - 0.5, 0), side - 1)
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const [cx, cy] = [x + 0.5, y + 0.5]
      if (cx < box.x || cx > box.x + box.width || cy < box.y || cy > box.y + box.height) continue
      const [u, v] = [place(cx, box.x, box.width), place(cy, box.y, box.height)]
      const [left, top] = [Math.min(Math.floor(u), side - 2), Math.min(Math.floor(v), side - 2)]
      const upper = at(top, left) + (at(top, left + 1) - at(top, left)) * (u - left)
      const lower = at(top + 1, left) + (at(top + 1, left + 1) - at(top + 1, left)) * (u - left)
      if (upper + (lower - upper) * (v - top) > 0) bitmap[y * size.width + x] = 1
    }
  }
  return Mask.fromBitmap(bitmap, size)
}

const size = { width: 40, height: 30 }

test('a ramp from left to right is cut at its zero crossing', () => {
  const box = { x: 10, y: 5, width: 20, height: 10 }
  const mask = Mask.fromRuns(
    pasteMask(
      logitsOf(16, (u) => u - 0.501),
      16,
      box,
      size,
    ),
    size,
  )
  expect(mask.box).toEqual({ x: 20, y: 5, width: 10, height: 10 })
  expect(mask.area).toBe(100)
})

test('a ramp from top to bottom is cut at its zero crossing', () => {
  const box = { x: 10, y: 5, width: 20, height: 20 }
  const above = Mask.fromRuns(
    pasteMask(
      logitsOf(16, (_, v) => 0.251 - v),
      16,
      box,
      size,
    ),
    size,
  )
  const below = Mask.fromRuns(
    pasteMask(
      logitsOf(16, (_, v) => v - 0.251),
      16,
      box,
      size,
    ),
    size,
  )
  expect(above.box).toEqual({ x: 10, y: 5, width: 20, height: 5 })
  expect(below.box).toEqual({ x: 10, y: 10, width: 20, height: 15 })
})

test('all negative is empty, all positive is the rectangle inside the image', () => {
  const box = { x: -10, y: 20, width: 30, height: 30 }
  const empty = pasteMask(
    logitsOf(8, () => -1),
    8,
    box,
    size,
  )
  const full = pasteMask(
    logitsOf(8, () => 1),
    8,
    box,
    size,
  )
  expect([...empty]).toEqual([40 * 30])
  expect(Mask.fromRuns(full, size).box).toEqual({ x: 0, y: 20, width: 20, height: 10 })
})

test('columns that touch become one run, and the runs add up to the image', () => {
  const runs = pasteMask(
    logitsOf(8, () => 1),
    8,
    { x: 0, y: 0, width: 40, height: 30 },
    size,
  )
  expect([...runs]).toEqual([0, 40 * 30])
})

test.each([
  ['inside', { x: 3.3, y: 4.7, width: 21.5, height: 17.2 }],
  ['leaving the image on every side', { x: -7.1, y: -5.3, width: 61.9, height: 44.4 }],
  ['smaller than the logits', { x: 12.2, y: 9.9, width: 5.1, height: 3.7 }],
  ['thin', { x: 20.4, y: -2, width: 0.9, height: 35 }],
])('agrees with the definition on a wavy mask: %s', (_, box) => {
  const waves: Field = (u, v) => Math.sin(9 * u + 1) + Math.cos(11 * v) - 0.2
  for (const side of [6, 16, 33]) {
    const logits = logitsOf(side, waves)
    const fast = Mask.fromRuns(pasteMask(logits, side, box, size), size)
    expect(fast.toRle()).toEqual(pasteSlowly(logits, side, box, size).toRle())
  }
})

test('a big box of a 12-megapixel photo stays far below a second', () => {
  const photo = { width: 4000, height: 3000 }
  const disc: Field = (u, v) => 0.2 - (u - 0.5) ** 2 - (v - 0.5) ** 2
  const logits = logitsOf(128, disc)
  const before = process.cpuUsage()
  const runs = pasteMask(logits, 128, { x: 0, y: 0, ...photo }, photo)
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(0.5)
  expect(Mask.fromRuns(runs, photo).area / 12e6).toBeCloseTo(Math.PI * 0.2, 2)
})
