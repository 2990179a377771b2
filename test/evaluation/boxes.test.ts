import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxFigures, measureBoxes } from '../../src/evaluation/boxes.js'
import type { Detection } from '../../src/perception/engine.js'
import { fakeEngines } from '../fakes/engines.js'
import { content, context, type Folder, makeFolder } from './tiny-dataset.js'

let folder: Folder
beforeAll(async () => {
  folder = await makeFolder()
})
afterAll(() => folder.remove())

const found = (label: string, score: number, x: number, side = 40): Detection => ({
  label,
  score,
  box: { x, y: 10, width: side, height: side },
})

async function figures(imageId: number, candidates: Detection[], shipped = candidates) {
  const { grounder } = fakeEngines(shipped)
  const detector = { grounder, candidates: async () => candidates }
  const dataset = await folder.read(content, [imageId])
  return boxFigures(await measureBoxes(dataset, detector, context), () => true)
}

describe('boxes', () => {
  it('are right where label and place are', async () => {
    const exact = [found('dog', 0.9, 10), found('dog', 0.8, 60), found('cat', 0.7, 110, 20)]
    expect(await figures(1, exact)).toEqual({
      objects: 3,
      AP: 1,
      AP50: 1,
      'AR@100': 1,
      precision: 1,
      recall: 1,
      F1: 1,
    })
  })

  it('average over the classes and over the box IoUs from 0.50 to 0.95', async () => {
    // One dog exact and one missed; the cat at an IoU of 2/3: right at four of ten.
    const { AP, AP50, 'AR@100': AR } = await figures(1, [found('dog', 0.9, 10), found('cat', 0.7, 114, 20)])
    expect(AP50).toBeCloseTo((51 / 101 + 1) / 2)
    expect(AP).toBeCloseTo((51 / 101 + 0.4) / 2)
    expect(AR).toBeCloseTo((0.5 + 0.4) / 2)
  })

  it('take the curve from the candidates, precision and recall from what ships', async () => {
    const candidates = [found('dog', 0.9, 10), found('dog', 0.1, 60), found('cat', 0.05, 110, 20)]
    const shipped = [found('dog', 0.9, 10), found('cat', 0.6, 10), found('horse', 0.6, 60)]
    expect(await figures(1, candidates, shipped)).toEqual({
      objects: 3,
      AP: 1,
      AP50: 1,
      'AR@100': 1,
      // The data set says nothing about horses.
      precision: 1 / 2,
      recall: 1 / 3,
      F1: 2 / 5,
    })
  })

  it('are excused in a crowd', async () => {
    const { objects, precision, recall } = await figures(2, [
      ...[found('dog', 0.9, 10, 50), found('dog', 0.8, 110), found('dog', 0.7, 150)],
      found('cat', 0.6, 110),
    ])
    expect({ objects, precision, recall }).toEqual({ objects: 1, precision: 1 / 2, recall: 1 })
  })

  it('say nothing of what there is not', async () => {
    const detector = { grounder: fakeEngines([]).grounder, candidates: async () => [] }
    const classes = await measureBoxes(await folder.read(content), detector, context)
    expect(boxFigures(classes, (area) => area > 9999)).toEqual({ objects: 0 })
  })
})
