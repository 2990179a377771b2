import { boxArea, type Size } from '../geometry.js'
import { forEachSegment } from '../mask/columns.js'
import { Mask } from '../mask/mask.js'
import type { Region } from '../mask/region.js'

/** Rows of a body that show each part, in heads from the top of it; an adult is seven and a half heads tall. */
const ROWS = {
  head: [0, 1],
  upper: [1.05, 3.6],
  lower: [3.7, 6.7],
  whole: [0, Number.POSITIVE_INFINITY],
} as const
export type Part = keyof typeof ROWS

/** Labels of garments, and of hair, by the part of a body that they are seen on. */
const WORN: Record<Part, readonly string[]> = {
  head: ['hair', 'hat'],
  upper: ['coat', 'dress', 'top'],
  lower: ['dress', 'shorts', 'skirt', 'trousers'],
  whole: ['coat', 'dress', 'shorts', 'skirt', 'top', 'trousers'],
}
/** A garment is a person's whose mask holds this share of it. */
const HELD = 0.5
/** Less of a part than this share of the person is a misreading: the rows of the body tell more. */
const SEEN = 0.03

/** Of a body's typical row, in heads. */
const TYPICAL_WIDTH = 1.7
/** A body whose box is this much wider than tall lies down. */
const LYING = 1.5

/** What to look for by name, so that the colour of a part is read from what is worn there. */
export function garmentsOf(part: Part): readonly string[] {
  return WORN[part]
}

/**
 * What of a picture shows a part of a person: the garments that are known to be worn there, else rows of the body.
 *
 * @param others the regions of the picture, garments among them where they were looked for
 */
export function shownPart(person: Region, part: Part, others: readonly Region[], size: Size): Mask {
  const worn = others.filter((other) => WORN[part].includes(other.label) && holds(person, other))
  const seen = worn.reduce((sum, { mask }) => sum.union(mask), Mask.empty(size))
  return !seen.isEmpty && seen.area >= SEEN * person.mask.area ? seen : partOf(person, part, size)
}

function holds(person: Region, { mask }: Region): boolean {
  return !mask.isEmpty && person.mask.intersectionArea(mask) >= HELD * mask.area
}

/**
 * What of a person's mask shows a part, by the rows of the body. Empty where the picture ends above it: the typical row of a body tells how large
 * a head is, so that somebody cut off at the chest has no legs. Of a person who lies down, no part can be told: all of it.
 */
function partOf({ box, mask }: Region, part: Part, size: Size): Mask {
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
