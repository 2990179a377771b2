import type { Size } from '../geometry.js'
import { forEachSpan } from './runs.js'

/**
 * A mask as vertical segments, sorted by column, then by row. Segment `i` covers the rows `tops[i]` up to,
 * not including, `bottoms[i]`; those of column `x` are `offsets[x]` up to, not including, `offsets[x + 1]`.
 */
export interface Columns {
  offsets: Int32Array
  tops: Int32Array
  bottoms: Int32Array
}

/** Calls `visit` with each vertical segment of the mask: column `x`, rows `top` up to, not including, `bottom`. */
export function forEachSegment(
  runs: ArrayLike<number>,
  height: number,
  visit: (x: number, top: number, bottom: number) => void,
): void {
  forEachSpan(runs, (start, end) => {
    for (let position = start; position < end; ) {
      const x = Math.floor(position / height)
      const stop = Math.min(end, (x + 1) * height)
      visit(x, position - x * height, stop - x * height)
      position = stop
    }
  })
}

export function columnsOf(runs: ArrayLike<number>, size: Size): Columns {
  const offsets = new Int32Array(size.width + 1)
  forEachSegment(runs, size.height, (x) => {
    offsets[x + 1]!++
  })
  for (let x = 0; x < size.width; x++) offsets[x + 1]! += offsets[x]!
  const tops = new Int32Array(offsets[size.width]!)
  const bottoms = new Int32Array(tops.length)
  let i = 0
  forEachSegment(runs, size.height, (_x, top, bottom) => {
    tops[i] = top
    bottoms[i++] = bottom
  })
  return { offsets, tops, bottoms }
}

/** The column of each segment. */
export function columnOfSegments({ offsets, tops }: Columns): Int32Array {
  const columns = new Int32Array(tops.length)
  for (let x = 0; x < offsets.length - 1; x++) columns.fill(x, offsets[x]!, offsets[x + 1]!)
  return columns
}
