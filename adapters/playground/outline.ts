import type { Mask } from '../../src/mask/mask.js'

/** Outlines finer than this share of the longer side would not be seen. */
const FINEST = 1 / 1500
/** Rounds of smoothing: they take the pixels' stairs away and no more than a pixel of a corner. */
const ROUNDS = 2

/** The edge of a mask as smooth closed lines, in pixels of the image; to be filled by the even-odd rule. */
export function outlineOf(mask: Mask): Path2D {
  const step = Math.max(1, Math.floor(Math.max(mask.width, mask.height) * FINEST))
  const path = new Path2D()
  for (const { outer, holes } of mask.toRings()) {
    for (const ring of [outer, ...holes]) addClosed(path, smooth(midpoints(ring, step)))
  }
  return path
}

/** The middles of the ring's edges, long ones cut in pieces of about `step`. */
function midpoints(ring: readonly number[], step: number): number[] {
  const points: number[] = []
  for (let i = 0; i < ring.length; i += 2) {
    const [x, y] = [ring[i]!, ring[i + 1]!]
    const dx = ring[(i + 2) % ring.length]! - x
    const dy = ring[(i + 3) % ring.length]! - y
    const pieces = Math.ceil((Math.abs(dx) + Math.abs(dy)) / step)
    for (let k = 0; k < pieces; k++) {
      points.push(x + (dx * (k + 0.5)) / pieces, y + (dy * (k + 0.5)) / pieces)
    }
  }
  return points
}

/** Each point becomes the binomial mean of itself and its two neighbours. */
function smooth(points: number[]): number[] {
  for (let round = 0; round < ROUNDS; round++) {
    const { length } = points
    points = points.map((value, i) => (points.at(i - 2)! + 2 * value + points[(i + 2) % length]!) / 4)
  }
  return points
}

function addClosed(path: Path2D, points: readonly number[]): void {
  for (let i = 0; i < points.length; i += 2) {
    if (i === 0) path.moveTo(points[0]!, points[1]!)
    else path.lineTo(points[i]!, points[i + 1]!)
  }
  path.closePath()
}
