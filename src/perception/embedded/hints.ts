import type { Box, LabelledPoint, Size } from '../../geometry.js'

/** Radius of a drawn point, in crop pixels; the training draws the same disc. */
const RADIUS = 3

/** What a caller knows of an object besides its box, in pixels of the image. */
export interface Known {
  points: readonly LabelledPoint[]
  /** A rough mask to start from, as column-major runs. */
  rough?: Uint32Array | undefined
}

/**
 * The decoder's hints, float32 [N, 2, side, side] over the crop rectangles: points as discs (1 on the object, -1 off
 * it) and the rough mask (1 inside, -1 outside; 0 everywhere where there is none).
 */
export function drawHints(
  known: readonly Known[],
  rectangles: readonly Box[],
  side: number,
  image: Size,
): Float32Array {
  const hints = new Float32Array(known.length * 2 * side * side)
  known.forEach(({ points, rough }, n) => {
    const rectangle = rectangles[n]!
    const start = n * 2 * side * side
    const clicks = hints.subarray(start, start + side * side)
    for (const point of points) drawDisc(clicks, side, rectangle, point)
    if (rough)
      sampleRuns(hints.subarray(start + side * side, start + 2 * side * side), side, rectangle, rough, image)
  })
  return hints
}

function drawDisc(
  clicks: Float32Array,
  side: number,
  rectangle: Box,
  { x, y, positive }: LabelledPoint,
): void {
  const column = ((x - rectangle.x) / rectangle.width) * side
  const row = ((y - rectangle.y) / rectangle.height) * side
  const [left, right] = reach(column, side)
  const [top, bottom] = reach(row, side)
  for (let i = top; i < bottom; i++) {
    for (let j = left; j < right; j++) {
      const distance = (i + 0.5 - row) ** 2 + (j + 0.5 - column) ** 2
      if (distance <= RADIUS ** 2) clicks[i * side + j] = positive ? 1 : -1
    }
  }
}

/** First cell and the one after the last that a disc round `centre` may touch. */
function reach(centre: number, side: number): [number, number] {
  return [Math.max(0, Math.floor(centre - RADIUS)), Math.min(side, Math.ceil(centre + RADIUS))]
}

/** The rough mask at the cells' centres; what lies beyond the image is outside. */
function sampleRuns(
  out: Float32Array,
  side: number,
  rectangle: Box,
  runs: Uint32Array,
  { width, height }: Size,
): void {
  const ends = runs.slice()
  for (let i = 1; i < ends.length; i++) ends[i]! += ends[i - 1]!
  out.fill(-1)
  for (let j = 0; j < side; j++) {
    const x = Math.floor(rectangle.x + ((j + 0.5) / side) * rectangle.width)
    if (x < 0 || x >= width) continue
    for (let i = 0; i < side; i++) {
      const y = Math.floor(rectangle.y + ((i + 0.5) / side) * rectangle.height)
      if (y >= 0 && y < height && runAt(ends, x * height + y) % 2 === 1) out[i * side + j] = 1
    }
  }
}

/** Index of the run that holds a pixel: the first whose end lies beyond it. */
function runAt(ends: Uint32Array, pixel: number): number {
  let low = 0
  let high = ends.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (ends[middle]! > pixel) high = middle
    else low = middle + 1
  }
  return low
}
