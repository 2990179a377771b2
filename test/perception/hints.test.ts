import { expect, test } from 'vitest'
import { Mask } from '../../src/mask/mask.js'
import { drawHints } from '../../src/perception/embedded/hints.js'

const image = { width: 40, height: 20 }
const side = 16
/** Two image pixels a crop pixel; reaches 8 pixels beyond the image at the left and 6 at the top. */
const rectangle = { x: -8, y: -6, width: 32, height: 32 }

/** [clicks, rough] as rows of '+', '-' and '.'. */
function pictures(hints: Float32Array): [string[], string[]] {
  const sign = (value: number) => (value > 0 ? '+' : value < 0 ? '-' : '.')
  const rows = Array.from({ length: 2 * side }, (_, i) =>
    [...hints.subarray(i * side, (i + 1) * side)].map(sign).join(''),
  )
  return [rows.slice(0, side), rows.slice(side)]
}

test('without points or mask there is nothing to see', () => {
  expect(drawHints([{ points: [] }], [rectangle], side, image)).toEqual(new Float32Array(2 * side * side))
})

test('points are discs of radius 3 crop pixels, cut at the crop, with their sign', () => {
  const points = [
    { x: 8, y: 10, positive: true }, // at the corner of cell (8, 8)
    { x: -8, y: -6, positive: false },
  ]
  const [clicks, rough] = pictures(drawHints([{ points }], [rectangle], side, image))
  expect(clicks).toEqual([
    '---.............',
    '---.............',
    '--..............',
    '................',
    '................',
    '......++++......',
    '.....++++++.....',
    '.....++++++.....',
    '.....++++++.....',
    '.....++++++.....',
    '......++++......',
    ...Array.from({ length: 5 }, () => '................'),
  ])
  expect(rough.join('')).toBe('.'.repeat(side * side))
})

test('a rough mask is sampled at the cells, outside where the image ends', () => {
  const mask = Mask.fromBox({ x: 0, y: 0, width: 4, height: 20 }, image)
  const known = [{ points: [] }, { points: [], rough: mask.runs }]
  const hints = drawHints(known, [rectangle, rectangle], side, image)
  expect(hints.subarray(0, 2 * side * side).every((value) => value === 0)).toBe(true)
  const [clicks, rough] = pictures(hints.subarray(2 * side * side))
  expect(clicks.join('')).toBe('.'.repeat(side * side))
  const inside = `----++${'-'.repeat(10)}`
  const outside = '-'.repeat(side)
  expect(rough).toEqual([
    ...Array.from({ length: 3 }, () => outside),
    ...Array.from({ length: 10 }, () => inside),
    ...Array.from({ length: 3 }, () => outside),
  ])
})
