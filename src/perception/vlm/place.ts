import { type Box, boxIou, type Size } from '../../geometry.js'
import { type Fit, toImage } from './fit.js'
import type { Grid, Profile } from './profiles.js'
import type { PrintedBox } from './reply.js'

/** A printed box where it lies in the image, in its pixels. */
export interface PlacedBox {
  readonly box: Box
  readonly label: string | undefined
}

/** How far beyond the grid a box at the border may be printed, as a share of it. */
const OVERSHOOT = 0.05

/** Thinner boxes, in pixels of the image, enclose nothing. */
const MIN_SIDE = 0.5

/** Boxes that overlap more are one object told twice, as models do that repeat themselves or know two names for it. */
const SAME_OBJECT_IOU = 0.9

/**
 * Where printed boxes lie in the image: clamped to it, corners in order, none that encloses nothing. `undefined` where
 * their numbers leave open which grid they are in: a box in a wrong one is a wrong mask.
 */
export function placeBoxes(
  printed: readonly PrintedBox[],
  { grid, order }: Profile,
  fit: Fit,
): PlacedBox[] | undefined {
  if (printed.length === 0) return []
  const corners = printed.map(({ numbers: [a, b, c, d] }) =>
    order === 'x-first' ? boxOfCorners(a, b, c, d) : boxOfCorners(b, a, d, c),
  )
  const steps = stepsOf(corners, grid, fit.sent)
  if (!steps) return undefined
  return corners
    .map((corner, i) => ({ box: toImage(corner, steps, fit), label: printed[i]!.label }))
    .filter(({ box }) => box.width >= MIN_SIDE && box.height >= MIN_SIDE)
}

/** Those of `placed` that are not the same object as one before them. */
export function withoutRepeats<Placed extends { readonly box: Box }>(placed: readonly Placed[]): Placed[] {
  const kept: Placed[] = []
  for (const one of placed) {
    if (!kept.some(({ box }) => boxIou(box, one.box) >= SAME_OBJECT_IOU)) kept.push(one)
  }
  return kept
}

/**
 * The size of the grid that the numbers are in. It is the model's own unless they contradict it and fit another alone:
 * a model of thousandths may print pixels, one of pixels thousandths, and any of them fractions.
 */
function stepsOf(boxes: readonly Box[], grid: Grid, sent: Size): Size | undefined {
  const thousandths = { width: 1000, height: 1000 }
  const [own, other] = grid === 'thousandths' ? [thousandths, sent] : [sent, thousandths]
  const fractions = { width: 1, height: 1 }
  if (lieWithin(boxes, fractions, OVERSHOOT)) return boxes.some(isFractional) ? fractions : undefined
  if (lieWithin(boxes, own)) return own
  const isOwn = lieWithin(boxes, own, OVERSHOOT)
  const isOther = lieWithin(boxes, other)
  if (isOwn === isOther) return undefined
  return isOwn ? own : other
}

/** Whether all boxes lie in a grid, or no farther beyond it than `slack`, a share of its sides. */
function lieWithin(boxes: readonly Box[], { width, height }: Size, slack = 0): boolean {
  return boxes.every(
    (box) =>
      box.x >= -slack * width &&
      box.y >= -slack * height &&
      box.x + box.width <= (1 + slack) * width &&
      box.y + box.height <= (1 + slack) * height,
  )
}

function isFractional({ x, y, width, height }: Box): boolean {
  return ![x, y, width, height].every(Number.isInteger)
}

function boxOfCorners(x0: number, y0: number, x1: number, y1: number): Box {
  return { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) }
}
