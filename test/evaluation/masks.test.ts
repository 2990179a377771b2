import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MeasuredMask, maskFigures, measureMasks } from '../../src/evaluation/masks.js'
import { bySize } from '../../src/evaluation/sizes.js'
import { iouOf } from '../../src/mask/metrics.js'
import { fakeEngines } from '../fakes/engines.js'
import { content, context, type Folder, makeFolder } from './tiny-dataset.js'

let folder: Folder
beforeAll(async () => {
  folder = await makeFolder()
})
afterAll(() => folder.remove())

describe('measureMasks()', () => {
  let masks: MeasuredMask[]
  const from = (source: string) => masks.filter((mask) => mask.source === source)

  beforeAll(async () => {
    // Engines that fill every box, and three detections: two of dog 11, the second the better one, and of nothing.
    const boxes = [20, 15, 150].map((x) => ({ x, y: 10, width: 40, height: 40 }))
    const engines = fakeEngines(boxes.map((box) => ({ label: 'sheep', score: 0.5, box })))
    masks = await measureMasks(await folder.read(content, [1]), engines, context)
  })

  it('masks each thing from its true box', () => {
    expect(
      from('true boxes').map(({ annotationId, area, ...mask }) => [annotationId, area, iouOf(mask)]),
    ).toEqual([
      [11, 1600, 1],
      [12, 1600, 1],
      [13, 400, 1],
    ])
  })

  it('masks each thing from a box that is a little off', () => {
    const ious = from('jittered boxes').map(iouOf)
    expect(ious).toHaveLength(3)
    expect(Math.max(...ious)).toBeLessThan(1)
    expect(Math.min(...ious)).toBeGreaterThan(0.6)
  })

  it('masks the things that were detected, each from its closest detection, by whatever name', () => {
    expect(from('detected boxes')).toEqual([
      expect.objectContaining({ annotationId: 11, shared: 35 * 40, union: 45 * 40, score: 0.9 }),
    ])
  })

  it('leaves crowds and stuff out', async () => {
    const all = await measureMasks(await folder.read(content, [2]), fakeEngines([]), context)
    expect(all.map(({ annotationId }) => annotationId)).toEqual([21, 21])
  })
})

describe('maskFigures()', () => {
  const mask = (area: number, shared: number, score: number): MeasuredMask => ({
    source: 'true boxes',
    annotationId: area,
    area,
    shared,
    union: 100,
    boundaryIou: shared / 200,
    score,
  })

  it('are those of the masks', () => {
    expect(maskFigures([mask(1, 90, 0.85), mask(1, 75, 0.7), mask(1, 30, 0.25)])).toEqual({
      objects: 3,
      mIoU: expect.closeTo(0.65),
      cIoU: expect.closeTo(0.65),
      'boundary IoU': expect.closeTo(0.325),
      'P@0.5': 2 / 3,
      'P@0.75': 2 / 3,
      'P@0.9': 1 / 3,
      correlation: expect.closeTo(1),
      ECE: expect.closeTo(0.05),
    })
  })

  it("go by COCO's sizes", () => {
    const areas = [1024, 1025, 9216, 9217]
    expect(bySize((isOfClass) => areas.filter(isOfClass))).toEqual({
      all: areas,
      small: [1024],
      medium: [1025, 9216],
      large: [9217],
      '> 32²': [1025, 9216, 9217],
    })
  })
})
