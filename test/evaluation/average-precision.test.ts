import { describe, expect, it } from 'vitest'
import {
  type AreaRule,
  averagePrecision,
  averageRecall,
  type ClassInImage,
  tally,
} from '../../src/evaluation/average-precision.js'

const square = (x: number, side = 10) => ({ x, y: 0, width: side, height: side })
const object = (x: number, side = 10) => ({ box: square(x, side), area: side * side, isCrowd: false })
const crowd = (x: number, side: number) => ({ ...object(x, side), isCrowd: true })
const detection = (score: number, x: number, side = 10) => ({ score, box: square(x, side) })
const all = () => true
const small = (area: number) => area <= 200

/** Each verdict as its score, negative where it is wrong. */
function verdicts(
  image: ClassInImage,
  { minIou = 0.5, counts = all }: { minIou?: number; counts?: AreaRule } = {},
): number[] {
  return tally([image], minIou, counts).verdicts.map(({ score, isRight }) => (isRight ? score : -score))
}

describe('tally()', () => {
  it('gives each object to the best detection of it, and holds the others for wrong', () => {
    const image = {
      truths: [object(0), object(100)],
      detections: [detection(0.5, 1), detection(0.9, 2), detection(0.7, 50), detection(0.6, 100)],
    }
    expect(verdicts(image)).toEqual([0.9, -0.7, 0.6, -0.5])
    expect(tally([image], 0.5, all).objects).toBe(2)
  })

  it('gives a detection to the object that it fits best', () => {
    const image = { truths: [object(0), object(3)], detections: [detection(0.9, 2), detection(0.8, 0)] }
    expect(verdicts(image)).toEqual([0.9, 0.8])
  })

  it('asks for the box IoU', () => {
    // 7 of 13 columns are shared.
    const image = { truths: [object(0)], detections: [detection(0.9, 3)] }
    expect(verdicts(image, { minIou: 7 / 13 })).toEqual([0.9])
    expect(verdicts(image, { minIou: 7 / 13 + 1e-9 })).toEqual([-0.9])
  })

  it('lets a crowd excuse any number of detections that lie in it, and none that only touch it', () => {
    const image = {
      truths: [crowd(0, 100), object(10)],
      detections: [
        ...[detection(0.9, 40), detection(0.8, 60), detection(0.7, 10), detection(0.6, 12)],
        detection(0.5, 94),
        detection(0.4, 96),
      ],
    }
    expect(verdicts(image)).toEqual([0.7, -0.4])
    expect(tally([image], 0.5, all).objects).toBe(1)
  })

  it('counts objects and detections of the sizes in question alone', () => {
    const image = {
      truths: [object(0), object(100, 50)],
      detections: [detection(0.9, 100, 50), detection(0.8, 200, 50), detection(0.7, 200), detection(0.6, 0)],
    }
    expect(verdicts(image, { counts: small })).toEqual([-0.7, 0.6])
    expect(tally([image], 0.5, small).objects).toBe(1)
  })

  it('prefers an object that counts to a closer one that does not', () => {
    const image = {
      truths: [object(0, 15), object(0, 14)],
      detections: [detection(0.9, 0, 15)],
    }
    expect(verdicts(image, { counts: small })).toEqual([0.9])
  })

  it('takes the best 100 detections of an image', () => {
    const wrong = Array.from({ length: 100 }, (_, i) => detection(0.9, 100 + 20 * i))
    const image = { truths: [object(0)], detections: [...wrong, detection(0.8, 0)] }
    expect(verdicts(image)).toHaveLength(100)
    expect(averageRecall([tally([image], 0.5, all)])).toBe(0)
  })
})

describe('averagePrecision()', () => {
  const judged = (objects: number, ...rights: boolean[]) => ({
    objects,
    verdicts: rights.map((isRight, i) => ({ score: 1 - i / 10, isRight })),
  })

  it('is the area under the best precision at each recall or above, at 101 levels', () => {
    expect(averagePrecision([judged(1, true)])).toBe(1)
    expect(averagePrecision([judged(2, true)])).toBeCloseTo(51 / 101)
    expect(averagePrecision([judged(2, true, false, true)])).toBeCloseTo((51 + 50 * (2 / 3)) / 101)
    // The precision after the third detection, 2/3, also holds for the lower recall of the second.
    expect(averagePrecision([judged(2, false, true, true)])).toBeCloseTo(2 / 3)
    expect(averagePrecision([judged(3)])).toBe(0)
  })

  it('is the mean over what has objects', () => {
    expect(averagePrecision([judged(1, true), judged(1, false), judged(0, false)])).toBe(0.5)
    expect(averagePrecision([judged(0, false)])).toBeUndefined()
    expect(averageRecall([judged(2, true, false), judged(0, false), judged(1, true)])).toBe(0.75)
  })
})
