import type { Box, Size } from '../geometry.js'
import { columnsOf, forEachSegment } from './columns.js'
import { labelSegments } from './components.js'

/** One piece of a mask by its outlines `[x1, y1, x2, y2 ...]`, in whole pixel corners. */
export interface Rings {
  outer: number[]
  holes: number[][]
}

const IN = 1
/** The pixel's upper edge belongs to an outline that has been traced. */
const TRACED = 2

/** Steps along the pixel corners: east, south, west, north, so that `+ 1` turns right. */
const STEP_X = [1, 0, -1, 0]
const STEP_Y = [0, 1, 0, -1]

/**
 * Outlines of the mask, whose tight box is `box`, along the pixels' edges: pixels that touch at a corner alone
 * are separate pieces. Outer rings run clockwise on the screen, holes the other way.
 */
export function traceRings(runs: Uint32Array, size: Size, box: Box): Rings[] {
  const bitmap = paddedBitmap(runs, size, box)
  const stride = box.width + 2
  const columns = columnsOf(runs, size)
  const labels = labelSegments(columns, 4)
  const pieces = new Map<number, Rings>()
  for (let at = stride; at < bitmap.length; at++) {
    if (bitmap[at] !== IN || bitmap[at - stride]! & IN) continue
    const ring = trace(bitmap, stride, at, box)
    let segment = columns.offsets[(at % stride) - 1 + box.x]!
    while (columns.bottoms[segment]! <= Math.floor(at / stride) - 1 + box.y) segment++
    // Reading rows from the top, a piece is met at its outer ring first.
    const piece = pieces.get(labels[segment]!)
    if (piece) piece.holes.push(ring)
    else pieces.set(labels[segment]!, { outer: ring, holes: [] })
  }
  return [...pieces.values()]
}

/** `rings` as one closed line: each hole is reached and left over the same cut, which takes up no area. */
export function cutOpen({ outer, holes }: Rings): number[] {
  return holes.reduce((line, hole) => {
    const at = nearestCorner(line, hole[0]!, hole[1]!)
    return [...line.slice(0, at + 2), ...hole, hole[0]!, hole[1]!, ...line.slice(at)]
  }, outer)
}

function nearestCorner(line: readonly number[], x: number, y: number): number {
  let nearest = 0
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < line.length; i += 2) {
    const distance = (line[i]! - x) ** 2 + (line[i + 1]! - y) ** 2
    if (distance >= least) continue
    least = distance
    nearest = i
  }
  return nearest
}

/** The box's pixels, row-major, with one pixel of background all round. */
function paddedBitmap(runs: Uint32Array, size: Size, box: Box): Uint8Array {
  const stride = box.width + 2
  const bitmap = new Uint8Array(stride * (box.height + 2))
  forEachSegment(runs, size.height, (x, top, bottom) => {
    const column = x - box.x + 1
    for (let y = top - box.y + 1; y <= bottom - box.y; y++) bitmap[y * stride + column] = IN
  })
  return bitmap
}

/** Follows the outline from the upper edge of pixel `start`, the mask on the right hand, and marks what it passes. */
function trace(bitmap: Uint8Array, stride: number, start: number, box: Box): number[] {
  const ring: number[] = []
  const moves = STEP_X.map((step, i) => step + STEP_Y[i]! * stride)
  let direction = 0
  /** The pixel on the right hand, in the mask. */
  let pixel = start
  let x = (start % stride) - 1 + box.x
  let y = Math.floor(start / stride) - 1 + box.y
  do {
    if (direction === 0) bitmap[pixel]! |= TRACED
    x += STEP_X[direction]!
    y += STEP_Y[direction]!
    const ahead = pixel + moves[direction]!
    const left = (direction + 3) % 4
    if (!(bitmap[ahead]! & IN)) direction = (direction + 1) % 4
    else if (!(bitmap[ahead + moves[left]!]! & IN)) {
      pixel = ahead
      continue
    } else {
      pixel = ahead + moves[left]!
      direction = left
    }
    ring.push(x, y)
  } while (pixel !== start || direction !== 0)
  return ring
}
