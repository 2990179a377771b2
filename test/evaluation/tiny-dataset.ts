import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { type Dataset, readDataset } from '../../src/evaluation/dataset.js'

export const size = { width: 200, height: 100 }
export const context = { signal: new AbortController().signal, progress() {} }

type Box = [x: number, y: number, width: number, height: number]

/** An annotation of a filled box. */
export function boxed(id: number, image_id: number, category_id: number, bbox: Box) {
  const [x, y, width, height] = bbox
  const segmentation = [[x, y, x + width, y, x + width, y + height, x, y + height]]
  return { id, image_id, category_id, bbox, area: width * height, segmentation }
}

/** Two grey pictures. The first shows two dogs and a cat, the second one dog, in a crowd of them. */
export const content = {
  images: [1, 2].map((id) => ({ id, file_name: `${id}.png`, ...size })),
  categories: [
    { id: 18, name: 'dog' },
    { id: 17, name: 'cat' },
  ],
  annotations: [
    boxed(11, 1, 18, [10, 10, 40, 40]),
    boxed(12, 1, 18, [60, 10, 40, 40]),
    boxed(13, 1, 17, [110, 10, 20, 20]),
    boxed(21, 2, 18, [10, 10, 50, 50]),
    { ...boxed(22, 2, 18, [100, 0, 100, 100]), iscrowd: 1 },
  ],
}

export interface Folder {
  path: string
  /** Writes `annotations.json` and reads the folder; of the pictures, those with these ids. */
  read(annotations: unknown, ids?: readonly number[]): Promise<Dataset>
  remove(): Promise<void>
}

/** A folder with the two pictures in images/. */
export async function makeFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'deixis-evaluation-'))
  await mkdir(join(path, 'images'))
  for (const [shade, { file_name }] of content.images.entries()) {
    const background = { r: 100 + shade, g: 100, b: 100 }
    await sharp({ create: { ...size, channels: 3, background } }).toFile(join(path, 'images', file_name))
  }
  return {
    path,
    async read(annotations, ids = [1, 2]) {
      const text = typeof annotations === 'string' ? annotations : JSON.stringify(annotations)
      await writeFile(join(path, 'annotations.json'), text)
      const dataset = await readDataset(path)
      return { ...dataset, pictures: dataset.pictures.filter(({ id }) => ids.includes(id)) }
    },
    remove: () => rm(path, { recursive: true }),
  }
}
