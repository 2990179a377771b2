import { expect, test } from 'vitest'
import { detect, type View } from '../../src/perception/embedded/detect.js'

const classes = ['dog', 'cat']
const size = { width: 200, height: 100 }

/** Rows of [dog, cat, x0, y0, x1, y1] in encoder pixels, half the size of the image's. */
function view(rows: readonly number[][]): View {
  const scores = Float32Array.from(rows.flatMap((row) => row.slice(0, 2)))
  const boxes = Float32Array.from(rows.flatMap((row) => row.slice(2)))
  return { scores, boxes, scale: 0.5 }
}

function found(rows: readonly number[][]) {
  return detect([view(rows)], classes, size, { threshold: 0.3, sameClassIou: 0.5, crossClassIou: 0.9 })
}

test('boxes are mapped back to the image and clamped to it, best first', () => {
  expect(
    found([
      [0.5, 0, 10, 10, 30, 40],
      [0, 0.75, 80, -5, 120, 20],
    ]),
  ).toEqual([
    { label: 'cat', score: 0.75, box: { x: 160, y: 0, width: 40, height: 40 } },
    { label: 'dog', score: 0.5, box: { x: 20, y: 20, width: 40, height: 60 } },
  ])
})

test('scores below the threshold and boxes outside the image are left out', () => {
  expect(
    found([
      [0.25, 0.25, 10, 10, 30, 30],
      [0.875, 0, 150, 10, 160, 30],
      [0.875, 0, 10, 10, 10, 30],
    ]),
  ).toEqual([])
})

test('overlapping boxes of one class are one object, the best', () => {
  const kept = found([
    [0.5, 0, 10, 10, 30, 30],
    [0.75, 0, 11, 10, 31, 30],
    [0.625, 0, 40, 10, 60, 30],
  ])
  expect(kept.map(({ score }) => score)).toEqual([0.75, 0.625])
})

test('boxes that see one object say together where it lies, the surer ones more', () => {
  const [dog] = found([
    [0.75, 0, 10, 10, 30, 30],
    [0.375, 0, 11, 10, 32, 30],
    [0.5, 0, 16, 10, 36, 30],
    [0, 0.5, 11, 10, 31, 30],
  ])
  expect(dog!.box).toEqual({ x: expect.closeTo(20.4), y: 20, width: expect.closeTo(40.4), height: 40 })
})

test('boxes of different classes are one object only where they nearly coincide', () => {
  expect(
    found([
      [0.5, 0, 10, 10, 30, 30],
      [0, 0.75, 11, 10, 31, 30],
    ]),
  ).toHaveLength(1)
  expect(
    found([
      [0.5, 0, 10, 10, 30, 30],
      [0, 0.75, 14, 10, 34, 30],
    ]),
  ).toHaveLength(2)
  expect(found([[0.5, 0.75, 10, 10, 30, 30]]).map(({ label }) => label)).toEqual(['cat'])
})

test('an object that two views see is one, as sure as the surer; what one view alone sees counts as much', () => {
  const closer = {
    ...view([
      [0.875, 0, 20, 20, 61, 60],
      [0, 0.5, 100, 20, 120, 40],
    ]),
    scale: 1,
  }
  expect(detect([view([[0.5, 0, 10, 10, 30, 30]]), closer], classes, size)).toEqual([
    { label: 'dog', score: 0.875, box: { x: 20, y: 20, width: expect.closeTo(40.75), height: 40 } },
    { label: 'cat', score: 0.5, box: { x: 100, y: 20, width: 20, height: 20 } },
  ])
})

test('nothing above the threshold is an empty list', () => {
  expect(found([])).toEqual([])
})

test('a box that two others of its class fill is a group of them', () => {
  const kept = found([
    [0.5, 0, 10, 10, 40, 50],
    [0.625, 0, 10, 10, 40, 30],
    [0.75, 0, 10, 31, 40, 50],
    [0, 0.5, 60, 10, 90, 40],
  ])
  expect(kept.map(({ score }) => score)).toEqual([0.75, 0.625, 0.5])
  expect(kept[2]!.label).toBe('cat')
})

test('a box with one other in it, or with two that it dwarfs, is an object', () => {
  expect(
    found([
      [0.5, 0, 10, 10, 40, 50],
      [0.75, 0, 10, 10, 40, 25],
    ]),
  ).toHaveLength(2)
  expect(
    found([
      [0.5, 0, 0, 0, 60, 50],
      [0.75, 0, 0, 0, 10, 10],
      [0.75, 0, 30, 30, 40, 40],
    ]),
  ).toHaveLength(3)
})
