import { boxArea, type Size } from '../geometry.js'
import { forEachSegment } from '../mask/columns.js'
import { Mask } from '../mask/mask.js'
import type { Region } from '../mask/region.js'

/** Rows of a body that show each part, in heads from the top of it; an adult is seven and a half heads tall. */
const ROWS = { head: [0, 1], upper: [1.05, 3.6], lower: [3.7, 6.7] } as const
export type Part = keyof typeof ROWS

/** Of a body's typical row, in heads. */
const TYPICAL_WIDTH = 1.7
/** A body whose box is this much wider than tall lies down. */
const LYING = 1.5

/**
 * What of a person's mask shows a part. Empty where the picture ends above it: the typical row of a body tells how large
 * a head is, so that somebody cut off at the chest has no legs. Of a person who lies down, no part can be told: all of it.
 */
export function partOf({ box, mask }: Region, part: Part, size: Size): Mask {
  if (boxArea(box) === 0 || box.width > LYING * box.height) return mask
  const head = headHeight(mask)
  const [from, to] = ROWS[part].map((heads) => Math.min(box.height, heads * head)) as [number, number]
  return mask.intersect(Mask.fromBox({ ...box, y: box.y + from, height: to - from }, size))
}

/** In pixels: between a seventh and a half of what is seen. */
function headHeight(mask: Mask): number {
  const { y: first, height } = mask.box
  const widths = new Float64Array(height + 1)
  forEachSegment(mask.runs, mask.height, (_x, top, bottom) => {
    widths[top - first]!++
    widths[bottom - first]!--
  })
  for (let row = 1; row < height; row++) widths[row]! += widths[row - 1]!
  const typical = widths.subarray(0, height).sort()[Math.floor(0.6 * height)] ?? 0
  return Math.min(height / 2, Math.max(height / 7.5, typical / TYPICAL_WIDTH))
}
