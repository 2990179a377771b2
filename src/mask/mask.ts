import { UserInputError } from '../errors.js'
import type { Box, Point, Size } from '../geometry.js'
import { forEachSegment } from './columns.js'
import { connectedComponents, fillHoles } from './components.js'
import { cutOpen, type Rings, traceRings } from './contours.js'
import { dilateRuns, disc, erodeRuns } from './morphology.js'
import { type Polygon, rasterisePolygons } from './polygons.js'
import { decodeRle, encodeCounts, type Rle } from './rle.js'
import {
  canonicalRuns,
  combineRuns,
  forEachSpan,
  foregroundLength,
  invertRuns,
  RunBuilder,
  sharedLength,
} from './runs.js'

/** An immutable set of pixels of an image, kept as COCO runs; two masks go together when their sizes agree. */
export class Mask implements Size {
  readonly width: number
  readonly height: number
  /** Column-major run lengths, starting with background; see runs.ts. Not to be written to. */
  readonly runs: Uint32Array
  #box: Box | undefined

  private constructor(runs: Uint32Array, { width, height }: Size) {
    this.runs = runs
    this.width = width
    this.height = height
  }

  static empty(size: Size): Mask {
    return new Mask(new RunBuilder().finish(size.width * size.height), size)
  }

  /** From column-major runs that start with background and add up to the size; for runs that are trusted. */
  static fromRuns(runs: Uint32Array | readonly number[], size: Size): Mask {
    return new Mask(canonicalRuns(runs), size)
  }

  /** From row-major pixels, `height * width` of them; what is not zero is in. */
  static fromBitmap(bitmap: Uint8Array, size: Size): Mask {
    const { width, height } = size
    const builder = new RunBuilder()
    for (let x = 0; x < width; x++) {
      for (let y = 0; y < height; y++) {
        if (!bitmap[y * width + x]) continue
        const top = y
        while (y < height && bitmap[y * width + x]) y++
        builder.add(x * height + top, x * height + y)
      }
    }
    return new Mask(builder.finish(width * height), size)
  }

  /** The pixels whose centre lies in `box`. */
  static fromBox(box: Box, size: Size): Mask {
    const right = box.x + box.width
    const bottom = box.y + box.height
    return Mask.fromPolygons([[box.x, box.y, right, box.y, right, bottom, box.x, bottom]], size)
  }

  /** The pixels whose centre lies in one or more polygons `[x1, y1, x2, y2 ...]`; even-odd within each. */
  static fromPolygons(polygons: readonly Polygon[], size: Size): Mask {
    return new Mask(rasterisePolygons(polygons, size), size)
  }

  /** From COCO's compressed form, which may come from anybody. */
  static fromRle(rle: Rle): Mask {
    const runs = decodeRle(rle)
    return new Mask(runs, { width: rle.size[1], height: rle.size[0] })
  }

  /** In pixels. */
  get area(): number {
    return foregroundLength(this.runs)
  }

  get isEmpty(): boolean {
    return this.runs.length < 2
  }

  /** The tight box; all zero when empty. */
  get box(): Box {
    this.#box ??= tightBox(this.runs, this.height)
    return { ...this.#box }
  }

  /** The mean of the pixel centres; (0, 0) when empty. */
  get centroid(): Point {
    let sumX = 0
    let sumY = 0
    forEachSegment(this.runs, this.height, (x, top, bottom) => {
      const length = bottom - top
      sumX += (x + 0.5) * length
      sumY += ((top + bottom) / 2) * length
    })
    const area = Math.max(1, this.area)
    return { x: sumX / area, y: sumY / area }
  }

  union(other: Mask): Mask {
    return this.#combine(other, (here, there) => here || there)
  }

  intersect(other: Mask): Mask {
    return this.#combine(other, (here, there) => here && there)
  }

  subtract(other: Mask): Mask {
    return this.#combine(other, (here, there) => here && !there)
  }

  invert(): Mask {
    return new Mask(invertRuns(this.runs), this)
  }

  intersectionArea(other: Mask): number {
    this.#checkSize(other)
    return sharedLength(this.runs, other.runs)
  }

  /** Intersection over union, 0 to 1; two empty masks agree fully. */
  iou(other: Mask): number {
    const shared = this.intersectionArea(other)
    const union = this.area + other.area - shared
    return union === 0 ? 1 : shared / union
  }

  equals(other: Mask): boolean {
    return (
      this.width === other.width &&
      this.height === other.height &&
      this.runs.length === other.runs.length &&
      this.runs.every((run, i) => run === other.runs[i])
    )
  }

  /** Whether the pixel round `point` is in. */
  contains(point: Point): boolean {
    const x = Math.floor(point.x)
    const y = Math.floor(point.y)
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return false
    let left = x * this.height + y
    let i = 0
    while (left >= this.runs[i]!) left -= this.runs[i++]!
    return i % 2 === 1
  }

  /** Grown by `radius` pixels all round. */
  dilate(radius: number): Mask {
    return new Mask(dilateRuns(this.runs, this, this.box, disc(radius)), this)
  }

  /** Shrunk by `radius` pixels all round, but not from the picture's border, beyond which the object may go on. */
  erode(radius: number): Mask {
    return new Mask(erodeRuns(this.runs, this, this.box, disc(radius)), this)
  }

  fillHoles(): Mask {
    return new Mask(fillHoles(this.runs, this), this)
  }

  /** The connected pieces, largest first; pixels that touch at a corner are connected. */
  components(): Mask[] {
    return connectedComponents(this.runs, this).map((runs) => new Mask(runs, this))
  }

  /** Row-major, `height * width` bytes of 0 and 1. */
  toBitmap(): Uint8Array {
    const bitmap = new Uint8Array(this.width * this.height)
    forEachSegment(this.runs, this.height, (x, top, bottom) => {
      for (let y = top; y < bottom; y++) bitmap[y * this.width + x] = 1
    })
    return bitmap
  }

  toRle(): Rle {
    return { size: [this.height, this.width], counts: encodeCounts(this.runs) }
  }

  /** Outlines along the pixels' edges; pieces that touch at a corner alone are apart. */
  toRings(): Rings[] {
    return traceRings(this.runs, this, this.box)
  }

  /**
   * One closed line `[x1, y1, x2, y2 ...]` a piece, in whole pixels; a hole hangs on its outer line by a cut of
   * no width. {@link Mask.fromPolygons} makes the same mask of them again.
   */
  toPolygons(): number[][] {
    return this.toRings().map(cutOpen)
  }

  #combine(other: Mask, keep: (here: boolean, there: boolean) => boolean): Mask {
    this.#checkSize(other)
    return new Mask(combineRuns(this.runs, other.runs, keep), this)
  }

  #checkSize(other: Mask): void {
    if (this.width === other.width && this.height === other.height) return
    throw new UserInputError(
      'bad-input',
      `Masks of one image must agree in size: expected ${this.width} × ${this.height} pixels, ` +
        `received ${other.width} × ${other.height}.`,
    )
  }
}

function tightBox(runs: Uint32Array, height: number): Box {
  let left = Number.POSITIVE_INFINITY
  let right = 0
  let top = height
  let bottom = 0
  forEachSpan(runs, (start, end) => {
    const first = Math.floor(start / height)
    const last = Math.floor((end - 1) / height)
    left = Math.min(left, first)
    right = last + 1
    // A span that goes on in the next column passes the lower and the upper border.
    top = first === last ? Math.min(top, start - first * height) : 0
    bottom = first === last ? Math.max(bottom, end - first * height) : height
  })
  return right === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top }
}
