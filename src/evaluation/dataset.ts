import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { UserInputError } from '../errors.js'
import type { Box, Size } from '../geometry.js'
import type { Image } from '../image/image.js'
import { openImage } from '../image/load.js'
import { Mask } from '../mask/mask.js'
import { encodeCounts } from '../mask/rle.js'
import { parseJson, readText } from './files.js'

/** COCO lists its 80 countable things first; what follows in its larger editions is stuff, such as grass. */
const THINGS = 80

const Category = z.object({ id: z.int(), name: z.string() })

const Entry = z.object({
  id: z.int(),
  file_name: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
})

const Segmentation = z.union(
  [
    z.array(z.array(z.number())),
    z.object({
      size: z.tuple([z.int(), z.int()]),
      counts: z.union([z.string(), z.array(z.int().nonnegative())]),
    }),
  ],
  'expected polygons or run lengths',
)
type Segmentation = z.output<typeof Segmentation>

const Annotation = z.object({
  id: z.int(),
  image_id: z.int(),
  category_id: z.int(),
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  area: z.number().nonnegative(),
  iscrowd: z.int().default(0),
  segmentation: Segmentation,
})

const Content = z.object({
  images: z.array(Entry),
  annotations: z.array(Annotation),
  categories: z.array(Category),
})

/** One annotation. */
export interface Annotated {
  id: number
  label: string
  /** Whether its category is a countable thing. */
  isThing: boolean
  /** A group that nobody told apart: neither to be found nor wrong to find. */
  isCrowd: boolean
  /** As annotated, in pixels. */
  box: Box
  /** As annotated, in pixels. */
  area: number
  /** Drawn anew each time. Throws `bad-input` if it is none. */
  mask(): Mask
}

export interface Picture extends Size {
  id: number
  path: string
  annotations: readonly Annotated[]
}

/** A folder in COCO's form: `annotations.json` beside pictures, or beside a folder `images` of them. */
export interface Dataset {
  /** The names of its countable things: what its pictures show of them is annotated, and no other. */
  things: readonly string[]
  pictures: readonly Picture[]
}

/** Throws `bad-input` where the folder or its annotations are not in COCO's form. */
export async function readDataset(folder: string): Promise<Dataset> {
  const what = "The data set's annotations.json"
  const { images, annotations, categories } = parseJson(
    await readText(join(folder, 'annotations.json'), what),
    Content,
    what,
  )
  const within = existsSync(join(folder, 'images')) ? join(folder, 'images') : folder
  const things = categories.toSorted((a, b) => a.id - b.id).slice(0, THINGS)
  const names = new Map(categories.map(({ id, name }) => [id, name]))
  const pictures = new Map(
    images.map(({ id, file_name, width, height }) => [
      id,
      { id, path: join(within, file_name), width, height, annotations: [] as Annotated[] },
    ]),
  )
  for (const annotation of annotations) {
    const picture = pictures.get(annotation.image_id)
    const label = names.get(annotation.category_id)
    if (!picture || label === undefined) {
      throw new UserInputError(
        'bad-input',
        `${what}: annotation ${annotation.id} is of an image or a category that the file does not list.`,
      )
    }
    picture.annotations.push({
      id: annotation.id,
      label,
      isThing: things.some(({ id }) => id === annotation.category_id),
      isCrowd: annotation.iscrowd !== 0,
      box: boxOf(annotation.bbox),
      area: annotation.area,
      mask: () => drawn(annotation.segmentation, picture),
    })
  }
  return { things: things.map(({ name }) => name), pictures: [...pictures.values()] }
}

/** Throws `bad-input` where the file is not of the annotated size. */
export async function openPicture(picture: Picture, signal: AbortSignal): Promise<Image> {
  const image = await openImage(picture.path, {}, { signal })
  if (image.width === picture.width && image.height === picture.height) return image
  throw new UserInputError(
    'bad-input',
    `Image ${picture.id} has ${image.width} × ${image.height} pixels, and its annotations are for ` +
      `${picture.width} × ${picture.height}: use the pictures that were annotated.`,
  )
}

function boxOf([x, y, width, height]: readonly [number, number, number, number]): Box {
  return { x, y, width, height }
}

function drawn(segmentation: Segmentation, size: Size): Mask {
  if (Array.isArray(segmentation)) {
    // Some lists hold scraps of one or two points, which cover nothing.
    return Mask.fromPolygons(
      segmentation.filter((polygon) => polygon.length >= 6),
      size,
    )
  }
  const { counts } = segmentation
  const compressed = typeof counts === 'string' ? counts : encodeCounts(counts)
  return Mask.fromRle({ size: segmentation.size, counts: compressed })
}
