import { describe, expect, it } from 'vitest'
import type { View } from '../../src/perception/embedded/detect.js'
import { proposeParts } from '../../src/perception/embedded/propose.js'

const classes = ['dog', 'cat']
const size = { width: 200, height: 100 }

/** One view of scale 1: rows of x0, y0, x1, y1 and a score a class. */
function view(rows: readonly { box: number[]; scores: number[] }[]): View {
  return {
    boxes: Float32Array.from(rows.flatMap(({ box }) => box)),
    scores: Float32Array.from(rows.flatMap(({ scores }) => scores)),
    scale: 1,
  }
}

describe('proposeParts()', () => {
  it('has the whole image first, by its measures alone', () => {
    const image = { ...size, pixels: new Uint8Array(3) }
    expect(proposeParts([], classes, image)).toEqual([
      { box: { x: 0, y: 0, width: 200, height: 100 }, score: 1 },
    ])
  })

  it('takes each box once, under its likeliest class, however unlikely', () => {
    const seen = view([
      { box: [0, 0, 50, 50], scores: [0.03, 0.05] },
      { box: [100, 0, 150, 50], scores: [0.01, 0.01] },
    ])
    const [, ...parts] = proposeParts([seen], classes, size)
    expect(parts).toHaveLength(1)
    expect(parts[0]!.score).toBeCloseTo(0.05)
    expect(parts[0]!.detection).toMatchObject({ label: 'cat', box: { x: 0, y: 0, width: 50, height: 50 } })
  })

  it('prefers large parts to small ones that are a little surer', () => {
    const seen = view([
      { box: [150, 50, 170, 70], scores: [0.3, 0] },
      { box: [0, 0, 100, 100], scores: [0, 0.2] },
    ])
    const labels = proposeParts([seen], classes, size).map(({ detection }) => detection?.label)
    expect(labels).toEqual([undefined, 'cat', 'dog'])
  })

  it('holds overlapping boxes of all views and classes for one part', () => {
    const one = view([{ box: [0, 0, 60, 60], scores: [0.4, 0] }])
    const other = view([{ box: [2, 2, 60, 60], scores: [0, 0.3] }])
    expect(proposeParts([one, other], classes, size)).toHaveLength(2)
  })

  it('stops at 16 parts', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ box: [5 * i, 0, 5 * i + 4, 50], scores: [0.5, 0] }))
    expect(proposeParts([view(rows)], classes, size)).toHaveLength(17)
  })
})
