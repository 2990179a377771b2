import type { Box, Size } from '../../geometry.js'
import { RunBuilder } from '../../mask/runs.js'

/**
 * The mask of an image where bilinearly interpolated logits are positive, as column-major COCO runs.
 *
 * Along a column the interpolated logits are piecewise linear, so each column costs its zero crossings, not its
 * pixels: a mask of a 12-megapixel photo takes a millisecond or two, and no bitmap is made.
 *
 * @param logits float32 [side, side] over `rectangle`, values at the cells' centres, constant beyond the outermost
 */
export function pasteMask(logits: Float32Array, side: number, rectangle: Box, size: Size): Uint32Array {
  const runs = new RunBuilder()
  const [left, right] = pixelsWithin(rectangle.x, rectangle.width, size.width)
  const [top, bottom] = pixelsWithin(rectangle.y, rectangle.height, size.height)
  const cell = rectangle.height / side
  const columns = transpose(logits, side)
  const column = new Float64Array(side)
  for (let x = left; x < right; x++) {
    interpolateColumn(columns, side, ((x + 0.5 - rectangle.x) / rectangle.width) * side - 0.5, column)
    const offset = x * size.height
    let from = column[0]! > 0 ? top : bottom
    for (let i = 0; i + 1 < side; i++) {
      const a = column[i]!
      const b = column[i + 1]!
      if (a > 0 === b > 0) continue
      // The crossing, as the first or last pixel whose centre lies on the positive side.
      const y = rectangle.y + (i + 0.5 + a / (a - b)) * cell - 0.5
      if (b > 0) from = Math.max(top, Math.floor(y) + 1)
      else {
        runs.add(offset + from, offset + Math.min(bottom, Math.ceil(y)))
        from = bottom
      }
    }
    runs.add(offset + from, offset + bottom)
  }
  return runs.finish(size.width * size.height)
}

/** First pixel and the one after the last whose centres lie within a span, 0 to `length`. */
function pixelsWithin(start: number, extent: number, length: number): [number, number] {
  return [Math.max(0, Math.ceil(start - 0.5)), Math.min(length, Math.floor(start + extent - 0.5) + 1)]
}

/** [side, side] by columns, so that what is read together lies together. */
function transpose(logits: Float32Array, side: number): Float32Array {
  const columns = new Float32Array(side * side)
  for (let i = 0; i < columns.length; i++) columns[(i % side) * side + Math.floor(i / side)] = logits[i]!
  return columns
}

/** Logits along the column at `position`, in cells from the centre of the first. */
function interpolateColumn(columns: Float32Array, side: number, position: number, out: Float64Array): void {
  const clamped = Math.min(Math.max(position, 0), side - 1)
  const left = Math.floor(clamped)
  const from = left * side
  const to = Math.min(left + 1, side - 1) * side
  const fraction = clamped - left
  for (let i = 0; i < side; i++) out[i] = columns[from + i]! * (1 - fraction) + columns[to + i]! * fraction
}
