import { UserInputError } from '../errors.js'
import { type Box, clamp01, clampBox, type Size } from '../geometry.js'
import type { Image, ImageInfo } from '../image/image.js'
import { resample } from '../image/resample.js'
import { Canvas } from './canvas.js'
import { type DistanceField, distanceAt, distanceField } from './distance.js'
import { drawMark, type Marked, placeMarks } from './marks.js'
import { Mask } from './mask.js'
import { colourOf, DARK } from './palette.js'
import { Picture } from './picture.js'
import type { Region } from './region.js'

export { type Encoding, Picture } from './picture.js'

export interface RenderOptions {
  /** Longest side in pixels; larger pictures are scaled down. */
  maxSide?: number
  /** Numbers and labels on the objects; absent = yes. */
  marks?: boolean
}

/** Little enough that a thing keeps the colour that the answer calls it by. */
const FILL_OPACITY = 0.16
/** How much what is not picked out darkens, so that the rest stands out. */
const DIMMING = 0.3
const HALO_OPACITY = 0.55
/** Edges are worked out on a grid of at most so many cells a side; finer ones would not be seen. */
const MAX_CELLS = 1024

/** The picture with each region tinted, outlined and marked, what is around them a little darker. */
export async function renderOverlay(
  image: Image,
  regions: readonly Region[],
  options: RenderOptions = {},
): Promise<Picture> {
  const drawing = startDrawing(image, regions, options)
  const { canvas, scale, marked } = drawing
  const line = lineWidth(canvas)
  if (marked.length > 0) dimAround(drawing)
  for (const { field, colour } of marked) {
    forEachPixel(canvas, field, scale, (x, y, distance) => {
      canvas.blend(x, y, colour, FILL_OPACITY * clamp01(distance + 0.5))
    })
  }
  for (const { field, colour } of marked) {
    forEachPixel(canvas, field, scale, (x, y, distance) => {
      const away = Math.abs(distance) - line / 2
      if (away > line) return
      canvas.blend(x, y, DARK, HALO_OPACITY * clamp01(line * 0.6 + 0.5 - away))
      canvas.blend(x, y, colour, clamp01(0.5 - away))
    })
  }
  return finish(drawing, options)
}

/** The picture as it is, with a box and a numbered mark for each region. */
export async function renderMarks(
  image: Image,
  regions: readonly Region[],
  options: RenderOptions = {},
): Promise<Picture> {
  const drawing = startDrawing(image, regions, options)
  const { canvas, scale, marked } = drawing
  const line = lineWidth(canvas)
  for (const { region, colour } of marked) {
    const { x, y, width, height } = region.box
    const box = { x: x * scale, y: y * scale, width: width * scale, height: height * scale }
    canvas.strokeRounded(box, line * 2, line * 2.2, DARK, HALO_OPACITY)
    canvas.strokeRounded(box, line * 2, line, colour)
  }
  return finish(drawing, options)
}

/** The regions on a transparent background; with `crop` no larger than they are. */
export async function renderCutout(
  image: Image,
  regions: readonly Region[],
  { crop = false }: { crop?: boolean } = {},
): Promise<Picture> {
  const mask = uniteMasks(image, regions)
  if (crop && mask.isEmpty) throw nothingThere()
  const box = crop ? mask.box : { x: 0, y: 0, width: image.width, height: image.height }
  const alpha = softAlpha(mask)
  const data = new Uint8Array(box.width * box.height * 4)
  for (let y = 0, to = 0; y < box.height; y++) {
    for (let from = (box.y + y) * image.width + box.x, end = from + box.width; from < end; from++, to += 4) {
      if (alpha[from] === 0) continue
      data[to] = image.pixels[from * 3]!
      data[to + 1] = image.pixels[from * 3 + 1]!
      data[to + 2] = image.pixels[from * 3 + 2]!
      data[to + 3] = alpha[from]!
    }
  }
  return new Picture(data, box, 4)
}

/** The part of the picture in `box`, in whole pixels, at its own resolution. */
export async function renderCrop(image: Image, box: Box): Promise<Picture> {
  const inside = clampBox(box, image)
  const left = Math.floor(inside.x)
  const top = Math.floor(inside.y)
  const width = Math.ceil(inside.x + inside.width) - left
  const height = Math.ceil(inside.y + inside.height) - top
  if (!(inside.width > 0 && inside.height > 0)) throw nothingThere()
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * image.width + left) * 3
    data.set(image.pixels.subarray(start, start + width * 3), y * width * 3)
  }
  return new Picture(data, { width, height }, 3)
}

/** White where any of the regions is, black elsewhere; of the image's size. */
export async function renderMaskPng(image: ImageInfo, regions: readonly Region[]): Promise<Picture> {
  const bitmap = uniteMasks(image, regions).toBitmap()
  return new Picture(
    bitmap.map((value) => value * 255),
    image,
    1,
  )
}

interface Drawing {
  canvas: Canvas
  /** Pixels of the drawing for one of the image. */
  scale: number
  /** Largest first, so that small ones come to lie on top. */
  marked: Marked[]
}

function startDrawing(image: Image, regions: readonly Region[], { maxSide }: RenderOptions): Drawing {
  const longest = Math.max(image.width, image.height)
  const scale = Math.min(1, (maxSide ?? longest) / longest)
  const size = {
    width: Math.max(1, Math.round(image.width * scale)),
    height: Math.max(1, Math.round(image.height * scale)),
  }
  const whole = { x0: 0, y0: 0, x1: image.width, y1: image.height }
  const pixels = scale === 1 ? new Uint8Array(image.pixels) : resample(image.pixels, image, whole, size)
  const cell = Math.ceil(longest / MAX_CELLS)
  const margin = Math.ceil((2 * lineWidth(size) + 2) / scale / cell)
  const marked = regions
    .map((region, i) => ({ region, colour: colourOf(region.id, i) }))
    .filter(({ region }) => !region.mask.isEmpty)
    .sort((a, b) => b.region.mask.area - a.region.mask.area)
    .map((entry) => ({ ...entry, field: distanceField(entry.region.mask, cell, margin) }))
  return { canvas: new Canvas(pixels, size), scale, marked }
}

function finish({ canvas, scale, marked }: Drawing, { marks = true }: RenderOptions): Picture {
  if (marks) for (const mark of placeMarks(marked, canvas, scale)) drawMark(canvas, mark)
  return new Picture(canvas.data, canvas, 3)
}

function lineWidth({ width, height }: Size): number {
  return Math.max(1.5, Math.hypot(width, height) / 420)
}

function dimAround({ canvas, scale, marked }: Drawing): void {
  const kept = new Uint8Array(canvas.width * canvas.height)
  for (const { field } of marked) {
    forEachPixel(canvas, field, scale, (x, y, distance) => {
      const at = y * canvas.width + x
      kept[at] = Math.max(kept[at]!, 255 * clamp01(distance + 0.5))
    })
  }
  for (let at = 0; at < kept.length; at++) {
    const factor = 1 - DIMMING * (1 - kept[at]! / 255)
    for (let channel = at * 3; channel < at * 3 + 3; channel++) canvas.data[channel]! *= factor
  }
}

/** Visits the canvas's pixels that the field covers, with their distance in pixels of the canvas. */
function forEachPixel(
  canvas: Size,
  field: DistanceField,
  scale: number,
  visit: (x: number, y: number, distance: number) => void,
): void {
  const unit = field.cell * scale
  const right = Math.min(canvas.width, Math.ceil((field.left + field.width) * unit))
  const bottom = Math.min(canvas.height, Math.ceil((field.top + field.height) * unit))
  for (let y = Math.max(0, Math.floor(field.top * unit)); y < bottom; y++) {
    for (let x = Math.max(0, Math.floor(field.left * unit)); x < right; x++) {
      visit(x, y, distanceAt(field, (x + 0.5) / scale, (y + 0.5) / scale) * scale)
    }
  }
}

function uniteMasks(image: ImageInfo, regions: readonly Region[]): Mask {
  return regions.reduce((union, { mask }) => union.union(mask), Mask.empty(image))
}

/** Opacity 0 to 255 a pixel, row-major, softened over the pixels at the edge. */
function softAlpha(mask: Mask): Uint8Array {
  const bitmap = mask.toBitmap()
  const { width, height } = mask
  const at = (x: number, y: number) =>
    bitmap[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))]!
  const row = (x: number, y: number) => at(x - 1, y) + 2 * at(x, y) + at(x + 1, y)
  return bitmap.map((inside, i) => {
    const x = i % width
    const y = Math.floor(i / width)
    return inside ? ((row(x, y - 1) + 2 * row(x, y) + row(x, y + 1)) * 255) / 16 : 0
  })
}

function nothingThere(): UserInputError {
  return new UserInputError(
    'bad-input',
    'There is nothing to cut out: the box or the masks are empty or outside the picture.',
  )
}
