import type { Box, LabelledPoint, Point } from '../../src/geometry.js'
import { distanceField } from '../../src/mask/distance.js'
import { Mask } from '../../src/mask/mask.js'
import { colourOf } from '../../src/mask/palette.js'
import type { AnswerData, RegionData } from '../../tools/report.js'
import { outlineOf } from './outline.js'

/** Cells of the grid on which the place of a number is looked for, along the longer side. */
const CELLS = 192

/** A place for a number on a region, in pixels of the image. */
export interface Place extends Point {
  /** From the edge of the region. */
  readonly depth: number
}

/** A region as the page shows it. Lengths are in pixels of the image. */
export interface Shape {
  readonly id: string
  /** The id without its letter, as on our overlays. */
  readonly number: string
  readonly label: string
  /** 0 to 1 */
  readonly score: number
  readonly reason: string | undefined
  readonly box: Box
  readonly colour: readonly [red: number, green: number, blue: number]
  readonly mask: Mask
  readonly outline: Path2D
  /** Where its number may stand, deepest inside first; none where the mask is empty. */
  readonly places: readonly Place[]
  /** What it was made or corrected with. */
  readonly points: readonly LabelledPoint[]
}

/** Every region of an answer that came with its mask. */
export function shapesOf({ regions, reasons }: Pick<AnswerData, 'regions' | 'reasons'>): Shape[] {
  return regions.flatMap((region, i) => (region.mask ? [shapeOf(region, reasons[region.id], i)] : []))
}

function shapeOf(region: RegionData, reason: string | undefined, index: number): Shape {
  const { id, label, score, box } = region
  const [height = 0, width = 0] = region.mask?.size ?? []
  const mask = Mask.fromRle({ size: [height, width], counts: region.mask?.counts ?? '' })
  return {
    id,
    number: /^r(\d+)$/.exec(id)?.[1] ?? id,
    label,
    score,
    reason: reason === label ? undefined : reason,
    box,
    colour: colourOf(id, index),
    mask,
    outline: outlineOf(mask),
    places: placesIn(mask),
    points: [],
  }
}

/** The smallest region at a point: large ones lie behind. */
export function shapeAt(shapes: readonly Shape[], point: Point): Shape | undefined {
  const hit = shapes.filter(({ mask }) => mask.contains(point))
  return hit.reduce<Shape | undefined>((a, b) => (a && a.mask.area <= b.mask.area ? a : b), undefined)
}

/** What a shape is, in a line for those who don't see it. */
export function inWords({ number, label, score, reason }: Shape): string {
  return `${number}: ${label}, ${percent(score)} sure${reason ? `; ${reason}` : ''}`
}

export function percent(fraction: number): string {
  return `${Math.round(fraction * 100)}%`
}

function placesIn(mask: Mask): Place[] {
  if (mask.isEmpty) return []
  const cell = Math.max(1, Math.ceil(Math.max(mask.width, mask.height) / CELLS))
  const { left, top, width, values } = distanceField(mask, cell, 1)
  const middle = mask.centroid
  const reach = Math.max(1, Math.hypot(mask.box.width, mask.box.height))
  const rated: { place: Place; merit: number }[] = []
  values.forEach((depth, i) => {
    if (depth <= 0) return
    const x = (left + (i % width) + 0.5) * cell
    const y = (top + Math.floor(i / width) + 0.5) * cell
    // Along a bar many places are equally deep: its middle reads best.
    const merit = depth - 0.4 * depth * (Math.hypot(x - middle.x, y - middle.y) / reach)
    rated.push({ place: { x, y, depth }, merit })
  })
  return rated
    .sort((a, b) => b.merit - a.merit)
    .slice(0, 60)
    .map(({ place }) => place)
}
