import type { Size } from '../geometry.js'

/** A part of an image by its edges, in pixels; need not be whole numbers, may reach beyond the image. */
export interface Rect {
  x0: number
  y0: number
  x1: number
  y1: number
}

/** For one axis: output pixel `i` is the sum of `weights[i * reach + k] * source[first[i] + k]`, k < reach. */
interface Taps {
  first: Int32Array
  weights: Float64Array
  reach: number
}

const MAX_SAMPLES = 8

/**
 * Cuts `rect` out of an RGB picture and scales it to `out`. Each output pixel is the mean of an even grid of
 * bilinear samples, one for about every source pixel and at most 8 along an axis; beyond the border the
 * outermost pixels repeat.
 *
 * The models were trained on pixels made by exactly this formula (`models/training`): a change here has to
 * be made there too.
 *
 * @param pixels RGB, row-major, `size.height * size.width * 3` bytes
 * @returns RGB, row-major, `out.height * out.width * 3` bytes
 */
export function resample(pixels: Uint8Array, size: Size, rect: Rect, out: Size): Uint8Array {
  const across = axisTaps(rect.x0, rect.x1, out.width, size.width)
  const down = axisTaps(rect.y0, rect.y1, out.height, size.height)
  const firstColumn = across.first[0]!
  const lastColumn = across.first[out.width - 1]! + across.reach
  const line = new Float64Array((lastColumn - firstColumn) * 3)
  const result = new Uint8Array(out.width * out.height * 3)
  for (let y = 0; y < out.height; y++) {
    blendRows(line, pixels, size.width, firstColumn, down, y)
    blendColumns(result, y * out.width * 3, line, firstColumn, across)
  }
  return result
}

/** `line` = the weighted sum of the source rows that output row `y` reads. */
function blendRows(
  line: Float64Array,
  pixels: Uint8Array,
  width: number,
  column: number,
  taps: Taps,
  y: number,
): void {
  const { first, weights, reach } = taps
  const rowOf = (k: number) => ((first[y]! + Math.min(k, reach - 1)) * width + column) * 3
  const weightOf = (k: number) => (k < reach ? weights[y * reach + k]! : 0)
  line.fill(0)
  // Four rows a pass: reading and writing `line` is what costs.
  for (let k = 0; k < reach; k += 4) {
    const [r0, r1, r2, r3] = [rowOf(k), rowOf(k + 1), rowOf(k + 2), rowOf(k + 3)]
    const [w0, w1, w2, w3] = [weightOf(k), weightOf(k + 1), weightOf(k + 2), weightOf(k + 3)]
    for (let i = 0; i < line.length; i++) {
      line[i]! += w0 * pixels[r0 + i]! + w1 * pixels[r1 + i]! + w2 * pixels[r2 + i]! + w3 * pixels[r3 + i]!
    }
  }
}

/** Writes one output row from the blended source `line`, whose first pixel is source column `column`. */
function blendColumns(result: Uint8Array, at: number, line: Float64Array, column: number, taps: Taps): void {
  const { first, weights, reach } = taps
  for (let x = 0, target = at; x < first.length; x++, target += 3) {
    let source = (first[x]! - column) * 3
    let red = 0.5 // rounds
    let green = 0.5
    let blue = 0.5
    for (let k = x * reach; k < (x + 1) * reach; k++, source += 3) {
      const weight = weights[k]!
      red += weight * line[source]!
      green += weight * line[source + 1]!
      blue += weight * line[source + 2]!
    }
    result[target] = red | 0
    result[target + 1] = green | 0
    result[target + 2] = blue | 0
  }
}

/** The weights with which `out` pixels between `start` and `end` read an axis of `length` source pixels. */
function axisTaps(start: number, end: number, out: number, length: number): Taps {
  const step = (end - start) / out
  const samples = Math.min(MAX_SAMPLES, Math.max(1, Math.ceil(step)))
  const span = (step * (samples - 1)) / samples // from an output pixel's first sample to its last
  const reach = Math.min(length, Math.ceil(span) + 2)
  const first = new Int32Array(out)
  const weights = new Float64Array(out * reach)
  const last = length - 1
  for (let i = 0; i < out; i++) {
    const position = (a: number) => start + (i + (a + 0.5) / samples) * step - 0.5
    first[i] = Math.min(Math.max(0, Math.floor(position(0))), length - reach)
    const add = (pixel: number, weight: number) => {
      weights[i * reach + Math.min(Math.max(0, pixel), last) - first[i]!]! += weight / samples
    }
    for (let a = 0; a < samples; a++) {
      const low = Math.floor(position(a))
      const fraction = position(a) - low
      add(low, 1 - fraction)
      add(low + 1, fraction)
    }
  }
  return { first, weights, reach }
}
