import { describe, expect, it } from 'vitest'
import { calibrationError, correlation } from '../../src/evaluation/calibration.js'

const forecasts = (...pairs: [score: number, quality: number][]) =>
  pairs.map(([score, quality]) => ({ score, quality }))

describe('correlation()', () => {
  it("is Pearson's", () => {
    expect(correlation(forecasts([0.1, 0.2], [0.2, 0.4], [0.3, 0.6]))).toBeCloseTo(1)
    expect(correlation(forecasts([0.1, 0.9], [0.2, 0.8]))).toBeCloseTo(-1)
    expect(correlation(forecasts([0.1, 0.1], [0.2, 0.3], [0.3, 0.2]))).toBeCloseTo(0.5)
  })

  it('is undefined where nothing varies', () => {
    expect(correlation(forecasts([0.5, 0.1], [0.5, 0.9]))).toBeUndefined()
    expect(correlation([])).toBeUndefined()
  })
})

describe('calibrationError()', () => {
  it('weighs the gap of each tenth by what falls into it', () => {
    // 0.9 and above: 0.4 promised too much over three; 0.2 to 0.3: 0.2 too little for one.
    const scores = forecasts([0.92, 1], [0.98, 0.5], [1, 1], [0.25, 0.45])
    expect(calibrationError(scores)).toBeCloseTo((0.4 + 0.2) / 4)
  })

  it('is 0 where scores are right on average, and for nothing', () => {
    expect(calibrationError(forecasts([0.55, 0.45], [0.55, 0.65]))).toBeCloseTo(0)
    expect(calibrationError([])).toBe(0)
  })
})
