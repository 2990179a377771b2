import { expect, it } from 'vitest'
import { jittered } from '../../src/evaluation/jitter.js'

const box = { x: 100, y: 200, width: 50, height: 80 }
const shifts = Array.from({ length: 1000 }, (_, seed) => {
  const { x, y, width, height } = jittered(box, 0.1, seed)
  return [(x - 100) / 50, (y - 200) / 80, (x + width - 150) / 50, (y + height - 280) / 80]
})

it('moves each side evenly by up to the share of the box', () => {
  for (const side of [0, 1, 2, 3]) {
    const moved = shifts.map((shift) => shift[side]!)
    expect(Math.max(...moved)).toBeLessThanOrEqual(0.1)
    expect(Math.max(...moved)).toBeGreaterThan(0.098)
    expect(Math.min(...moved)).toBeGreaterThanOrEqual(-0.1)
    expect(Math.min(...moved)).toBeLessThan(-0.098)
    expect(moved.reduce((sum, shift) => sum + shift, 0) / 1000).toBeCloseTo(0, 2)
  }
})

it('is the same for a seed', () => {
  expect(jittered(box, 0.1, 7)).toEqual(jittered(box, 0.1, 7))
  expect(jittered(box, 0.1, 7)).not.toEqual(jittered(box, 0.1, 8))
})
