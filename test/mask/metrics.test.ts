import { describe, expect, it } from 'vitest'
import { Mask } from '../../src/mask/mask.js'
import { boundaryIou, cIou, gIou, iouOf, overlapOf, precisionAt } from '../../src/mask/metrics.js'

const size = { width: 10, height: 10 }
const box = (x: number, y: number, width: number, height: number) =>
  Mask.fromBox({ x, y, width, height }, size)
const nothing = Mask.empty(size)

/** IoU 1/3 (2 of 6 pixels), 1 (of 40), 1 (both empty), 0 (4 pixels that should not be). */
const samples = [
  overlapOf(box(0, 0, 4, 1), box(2, 0, 4, 1)),
  overlapOf(box(0, 0, 4, 10), box(0, 0, 4, 10)),
  overlapOf(nothing, nothing),
  overlapOf(box(0, 0, 2, 2), nothing),
]

describe('metrics', () => {
  it('count what masks share', () => {
    expect(samples[0]).toEqual({ shared: 2, union: 6 })
    expect(samples.map(iouOf)).toEqual([1 / 3, 1, 1, 0])
  })

  it('averages the IoU over samples', () => {
    expect(gIou(samples)).toBeCloseTo((1 / 3 + 1 + 1 + 0) / 4)
  })

  it('cumulates intersections and unions', () => {
    expect(cIou(samples)).toBeCloseTo((2 + 40) / (6 + 40 + 4))
    expect(cIou([overlapOf(nothing, nothing)])).toBe(1)
  })

  it('counts the samples that reach a threshold', () => {
    expect(precisionAt(samples, 0.5)).toBe(0.5)
    expect(precisionAt(samples, 1 / 3)).toBe(0.75)
    expect(precisionAt(samples, 0)).toBe(1)
  })

  it('judges outlines by rims of 2% of the diagonal', () => {
    // 100 × 100: the diagonal is 141.4, the rim 3 wide. Rims of the 40 × 40 and the 20 × 40 box:
    // 1600 - 34² = 444 and 800 - 14 × 34 = 324. They share three sides of the small one, of which the
    // fourth lies in the large one's inside: 324 - 3 × 34 = 222.
    const large = { width: 100, height: 100 }
    const predicted = Mask.fromBox({ x: 30, y: 30, width: 40, height: 40 }, large)
    const truth = Mask.fromBox({ x: 30, y: 30, width: 20, height: 40 }, large)
    expect(boundaryIou(predicted, truth)).toBeCloseTo(222 / (444 + 324 - 222))
    expect(boundaryIou(truth, truth)).toBe(1)
  })

  it('takes the border of the picture for an edge', () => {
    // The rims are 1 wide, 36 and 34 pixels, and share three sides without the lowest row: 10 + 2 × 8.
    expect(boundaryIou(nothing.invert(), box(0, 0, 10, 9), 0.07)).toBeCloseTo(26 / (36 + 34 - 26))
  })
})
