import { forEachSegment } from './columns.js'
import type { Mask } from './mask.js'

/**
 * How far places are from a mask's edge, positive inside, in pixels of the image; known on a grid of square
 * cells of `cell` pixels that covers the mask and a margin. `values` are those at the cells' centres, row-major.
 */
export interface DistanceField {
  /** Of the grid's upper left corner, in cells from the image's. */
  left: number
  top: number
  width: number
  height: number
  cell: number
  values: Float32Array
}

/** Beyond the grid, and so beyond every line that is drawn along the edge. */
const FAR_OUTSIDE = -1e6

/** @param margin cells around the mask */
export function distanceField(mask: Mask, cell: number, margin: number): DistanceField {
  const { box } = mask
  const left = Math.floor(box.x / cell) - margin
  const top = Math.floor(box.y / cell) - margin
  const width = Math.ceil((box.x + box.width) / cell) + margin - left
  const height = Math.ceil((box.y + box.height) / cell) + margin - top
  const coverage = new Float32Array(width * height)
  forEachSegment(mask.runs, mask.height, (x, start, end) => {
    const column = Math.floor(x / cell) - left
    for (let y = start; y < end; ) {
      const row = Math.floor(y / cell)
      const stop = Math.min(end, (row + 1) * cell)
      coverage[(row - top) * width + column]! += stop - y
      y = stop
    }
  })
  const half = (cell * cell) / 2
  const toOutside = squaredDistances(coverage, width, height, (covered) => covered < half)
  const toInside = squaredDistances(coverage, width, height, (covered) => covered >= half)
  // The edge runs half a cell from the centres on its two sides.
  const values = coverage.map((covered, i) =>
    covered >= half ? (Math.sqrt(toOutside[i]!) - 0.5) * cell : (0.5 - Math.sqrt(toInside[i]!)) * cell,
  )
  smooth(values, width, height)
  return { left, top, width, height, cell, values }
}

/** The field at a position of the image, bilinear between the cells. */
export function distanceAt(field: DistanceField, x: number, y: number): number {
  const u = x / field.cell - field.left - 0.5
  const v = y / field.cell - field.top - 0.5
  const column = Math.floor(u)
  const row = Math.floor(v)
  if (column < 0 || row < 0 || column + 1 >= field.width || row + 1 >= field.height) return FAR_OUTSIDE
  const at = row * field.width + column
  const { values, width } = field
  const upper = values[at]! + (values[at + 1]! - values[at]!) * (u - column)
  const lower = values[at + width]! + (values[at + width + 1]! - values[at + width]!) * (u - column)
  return upper + (lower - upper) * (v - row)
}

/**
 * For each cell the squared distance to the nearest one for which `isTarget` holds.
 *
 * @see Felzenszwalb and Huttenlocher, Distance Transforms of Sampled Functions, 2012
 */
function squaredDistances(
  coverage: Float32Array,
  width: number,
  height: number,
  isTarget: (covered: number) => boolean,
): Float32Array {
  const infinite = (width + height) ** 2
  const distances = coverage.map((covered) => (isTarget(covered) ? 0 : infinite))
  const scratch = new Float64Array(3 * Math.max(width, height))
  for (let x = 0; x < width; x++) lowerEnvelope(distances, x, width, height, scratch)
  for (let y = 0; y < height; y++) lowerEnvelope(distances, y * width, 1, width, scratch)
  return distances
}

/** Replaces each of `length` values, `step` apart, by the least of `value + squared distance` over all of them. */
function lowerEnvelope(
  values: Float32Array,
  start: number,
  step: number,
  length: number,
  scratch: Float64Array,
): void {
  const source = scratch.subarray(0, length)
  for (let i = 0; i < length; i++) source[i] = values[start + i * step]!
  /** The positions whose parabolas make up the envelope, and where each begins to. */
  const apexes = scratch.subarray(length, 2 * length)
  const begins = scratch.subarray(2 * length, 3 * length)
  let last = 0
  apexes[0] = 0
  begins[0] = Number.NEGATIVE_INFINITY
  const meet = (p: number, q: number) => (source[q]! + q * q - source[p]! - p * p) / (2 * (q - p))
  for (let i = 1; i < length; i++) {
    while (last > 0 && meet(apexes[last]!, i) <= begins[last]!) last--
    begins[++last] = meet(apexes[last - 1]!, i)
    apexes[last] = i
  }
  for (let i = 0, k = 0; i < length; i++) {
    while (k < last && begins[k + 1]! < i) k++
    const apex = apexes[k]!
    values[start + i * step] = (i - apex) ** 2 + source[apex]!
  }
}

/** Rounds off the pixels' stairs: each value becomes the binomial mean of its 3 × 3 neighbours. */
function smooth(values: Float32Array, width: number, height: number): void {
  for (const [step, start, stop] of [
    [1, 1, width - 1],
    [width, 1, height - 1],
  ] as const) {
    const before = values.slice()
    const lines = step === 1 ? height : width
    const stride = step === 1 ? width : 1
    for (let line = 0; line < lines; line++) {
      for (let i = start; i < stop; i++) {
        const at = line * stride + i * step
        values[at] = (before[at - step]! + 2 * before[at]! + before[at + step]!) / 4
      }
    }
  }
}
