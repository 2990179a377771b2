import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPicture, readDataset } from '../../src/evaluation/dataset.js'
import { onlyValidation } from '../../src/evaluation/split.js'
import { Mask } from '../../src/mask/mask.js'
import { stackPath } from '../fixtures/stacks.js'
import { boxed, content, context, type Folder, makeFolder, size } from './tiny-dataset.js'

let folder: Folder
beforeAll(async () => {
  folder = await makeFolder()
})
afterAll(() => folder.remove())

/** The content with the first annotation changed. */
const changed = (change: object) => ({
  ...content,
  annotations: [{ ...content.annotations[0]!, ...change }],
})

describe('readDataset()', () => {
  it('reads pictures with their annotations', async () => {
    const { pictures } = await folder.read(content)
    expect(pictures.map(({ id, annotations }) => [id, annotations.map((one) => one.id)])).toEqual([
      [1, [11, 12, 13]],
      [2, [21, 22]],
    ])
    expect(pictures[1]!.annotations[1]).toEqual({
      id: 22,
      label: 'dog',
      isThing: true,
      isCrowd: true,
      box: { x: 100, y: 0, width: 100, height: 100 },
      area: 10_000,
      mask: expect.any(Function),
    })
    const image = await openPicture(pictures[0]!, context.signal)
    expect(image).toMatchObject(size)
  })

  const truth = Mask.fromBox({ x: 10, y: 10, width: 40, height: 40 }, size)
  it.each([
    [
      'polygons, scraps left out',
      [
        [10, 10, 50, 10, 50, 50, 10, 50],
        [3, 3, 4, 4],
      ],
    ],
    ['compressed runs', truth.toRle()],
    ['plain runs', { size: [100, 200], counts: [...truth.runs] }],
  ])('draws masks of %s', async (_name, segmentation) => {
    const { pictures } = await folder.read(changed({ segmentation }))
    expect(pictures[0]!.annotations[0]!.mask().equals(truth)).toBe(true)
  })

  it('takes the first 80 categories for things', async () => {
    const categories = Array.from({ length: 82 }, (_, i) => ({ id: 300 - i, name: `kind ${300 - i}` }))
    const annotations = [298, 299].map((kind) => boxed(kind, 1, kind, [10, 10, 40, 40]))
    const { pictures } = await folder.read({ ...content, categories, annotations })
    expect(pictures[0]!.annotations.map(({ isThing }) => isThing)).toEqual([true, false])
  })

  it('finds pictures that lie beside the annotations', async () => {
    const { pictures } = await readDataset(join(stackPath('stack-03'), '..'))
    expect(pictures[0]!.path).toBe(stackPath('stack-03'))
  })

  it.each([
    ['text', 'no JSON', /annotations\.json is not JSON/],
    ['another shape', { images: [] }, /annotations\.json: annotations: /],
    ['a half box', changed({ bbox: [1, 2] }), /annotations\.json: annotations: 0: bbox: /],
    ['a mask of nothing', changed({ segmentation: 'x' }), /segmentation: expected polygons or run lengths/],
    ['an unknown image', changed({ image_id: 3 }), /annotation 11 is of an image or a category that/],
    ['an unknown category', changed({ category_id: 3 }), /annotation 11 is of an image or a category that/],
  ])('refuses %s', async (_name, annotations, message) => {
    await expect(folder.read(annotations)).rejects.toThrow(message)
  })

  it('says what is missing', async () => {
    await expect(readDataset('/nowhere')).rejects.toThrow(/annotations\.json cannot be read \(ENOENT\)/)
  })
})

it('openPicture() refuses a picture of another size', async () => {
  const images = [{ ...content.images[0]!, width: 100 }]
  const { pictures } = await folder.read({ ...content, images, annotations: [] })
  await expect(openPicture(pictures[0]!, context.signal)).rejects.toThrow(
    'Image 1 has 200 × 100 pixels, and its annotations are for 100 × 100',
  )
})

describe('onlyValidation()', () => {
  const chosen = async (split: string) => {
    const path = join(folder.path, 'split.json')
    await writeFile(path, split)
    const { pictures } = await onlyValidation(await folder.read(content), path)
    return pictures.map(({ id }) => id)
  }

  it('keeps those that the split names', async () => {
    expect(await chosen('{"val":[2],"note":"one"}')).toEqual([2])
  })

  it('refuses ids that the data set lacks, and other files', async () => {
    await expect(chosen('{"val":[2,7]}')).rejects.toThrow(/has no image 7, which the split names/)
    await expect(chosen('{"train":[2]}')).rejects.toThrow(/The split file: val/)
  })
})
