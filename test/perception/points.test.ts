import { expect, test } from 'vitest'
import { obeyPoints } from '../../src/perception/embedded/points.js'

const side = 32
const rectangle = { x: 100, y: 50, width: 64, height: 64 } // two pixels a cell

/** Logits of +3 inside the given cell ranges [x0, y0, x1, y1) and -3 elsewhere. */
function pieces(...rects: readonly [number, number, number, number][]): Float32Array {
  return Float32Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)]
    return rects.some(([x0, y0, x1, y1]) => x >= x0 && y >= y0 && x < x1 && y < y1) ? 3 : -3
  })
}

const point = (column: number, row: number, positive: boolean) => ({
  x: rectangle.x + 2 * column + 1,
  y: rectangle.y + 2 * row + 1,
  positive,
})
const inside = (logits: Float32Array, column: number, row: number) => logits[row * side + column]! > 0

test('points that agree with the mask change nothing', () => {
  const logits = pieces([4, 4, 20, 20])
  expect(obeyPoints(logits, side, rectangle, [point(10, 10, true), point(25, 25, false)])).toBe(0)
  expect(logits).toEqual(pieces([4, 4, 20, 20]))
})

test('a separate piece under a negative point goes as a whole', () => {
  const logits = pieces([2, 2, 18, 18], [24, 24, 30, 30])
  expect(obeyPoints(logits, side, rectangle, [point(25, 25, false)])).toBe(1)
  expect(logits.map(Math.sign)).toEqual(pieces([2, 2, 18, 18]).map(Math.sign))
})

test('a negative point in the main piece cuts off its surroundings alone', () => {
  const logits = pieces([2, 2, 30, 30])
  expect(obeyPoints(logits, side, rectangle, [point(8, 8, false), point(24, 24, true)])).toBe(1)
  expect(inside(logits, 8, 8)).toBe(false)
  expect(inside(logits, 24, 24)).toBe(true)
  expect(inside(logits, 20, 8)).toBe(true)
})

test('a positive point outside the mask adds its surroundings', () => {
  const logits = pieces([2, 2, 12, 12])
  expect(obeyPoints(logits, side, rectangle, [point(20, 6, true)])).toBe(1)
  expect(inside(logits, 20, 6)).toBe(true)
  expect(inside(logits, 29, 29)).toBe(false)
})

test('a positive point beyond the crop counts as contradicted', () => {
  const logits = pieces([2, 2, 12, 12])
  expect(obeyPoints(logits, side, rectangle, [{ x: 0, y: 0, positive: true }])).toBe(1)
  expect(obeyPoints(logits, side, rectangle, [{ x: 0, y: 0, positive: false }])).toBe(0)
})
