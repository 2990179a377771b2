import { type Box, boxArea, boxIou, clampBox, intersectBoxes, type Size } from '../../geometry.js'
import type { Detection } from '../engine.js'

/**
 * Chosen on the 244 training photos of the COCO excerpt, where it finds 0.621 of what is above 32² px at a precision of
 * 0.588 (box IoU 0.5).
 */
export const SCORE_THRESHOLD = 0.37

/**
 * Enough for an object that somebody asks for by its name: that it is asked for makes it likelier to be there. The
 * answers to 252 turns of referring expressions are equally good at 0.34.
 */
export const NAMED_SCORE_THRESHOLD = 0.33

/** Two boxes of one class that overlap more than this are one object; 0.55 gives less recall at the same precision. */
export const SAME_CLASS_IOU = 0.45

/**
 * What overlaps a box this much and bears its name is the same box seen again, on another view or by another anchor: all
 * of them say together where it lies. At 0.6 neighbours blur it, at 0.8 few are left.
 */
const SAME_BOX_IOU = 0.7

/** Two boxes of different classes that overlap more than this are one object under two names. */
export const CROSS_CLASS_IOU = 0.9

/** A weak detection that overlaps a better one of another class this much is that object misread: a cat's box as "dog". */
const MISREAD_IOU = 0.5

/** A box that others of its class lie in and fill to this share is a group of them, not one more object. */
const GROUP_FILL = 0.75
/** How much of a box has to lie in another to be in it. */
const IN_GROUP = 0.85

/** ... and how sure of it the detector has to be, against the group. */
const GROUP_CONFIDENCE = 0.6

export interface DetectOptions {
  threshold?: number
  sameClassIou?: number
  crossClassIou?: number
}

/** What the encoder predicts on one scaling of an image. */
export interface View {
  /** float32 [A, C], 0 to 1. */
  scores: Float32Array
  /** float32 [A, 4], x0 y0 x1 y1 in encoder pixels. */
  boxes: Float32Array
  /** Encoder pixels to an image pixel. */
  scale: number
}

/**
 * Objects in an image from the encoder's raw predictions on all views of it, best first, down to the lower of the two
 * thresholds.
 *
 * @param classes the C labels
 */
export function detect(
  views: readonly View[],
  classes: readonly string[],
  size: Size,
  {
    threshold = NAMED_SCORE_THRESHOLD,
    sameClassIou = SAME_CLASS_IOU,
    crossClassIou = CROSS_CLASS_IOU,
  }: DetectOptions = {},
): Detection[] {
  const candidates = views.flatMap((view) => readCandidates(view, classes, size, threshold))
  candidates.sort((a, b) => b.score - a.score)
  const kept: Detection[] = []
  for (const candidate of candidates) {
    const otherClassIou = candidate.score < SCORE_THRESHOLD ? MISREAD_IOU : crossClassIou
    const repeated = kept.some(
      (other) =>
        boxIou(other.box, candidate.box) > (other.label === candidate.label ? sameClassIou : otherClassIou),
    )
    if (!repeated) kept.push(candidate)
  }
  const placed = kept.map((detection) => ({ ...detection, box: agreedBox(detection, candidates) }))
  return placed.filter((box) => !isGroup(box, placed))
}

/**
 * The mean of all boxes that see a detection, weighted by their squared scores.
 *
 * @see Solovyev, Wang and Gabruseva, Weighted boxes fusion, Image and Vision Computing 2021
 */
function agreedBox({ label, box }: Detection, candidates: readonly Detection[]): Box {
  const seen = candidates.filter((other) => other.label === label && boxIou(other.box, box) > SAME_BOX_IOU)
  if (seen.length === 1) return box
  const total = seen.reduce((sum, { score }) => sum + score ** 2, 0)
  const mean = (of: (box: Box) => number) =>
    seen.reduce((sum, other) => sum + other.score ** 2 * of(other.box), 0) / total
  return {
    x: mean(({ x }) => x),
    y: mean(({ y }) => y),
    width: mean(({ width }) => width),
    height: mean(({ height }) => height),
  }
}

/** Two suitcases on one another are found as two, and at times as a third as tall as both: true for the third. */
function isGroup({ label, box, score }: Detection, all: readonly Detection[]): boolean {
  const members = all
    .filter((other) => other.score > GROUP_CONFIDENCE * score)
    .filter(
      (other) => other.label === label && other.box !== box && boxArea(other.box) < GROUP_FILL * boxArea(box),
    )
    .map((other) => ({ inside: intersectBoxes(other.box, box), area: boxArea(other.box) }))
    .filter(({ inside, area }) => boxArea(inside) > IN_GROUP * area)
  const filled = members.reduce((sum, { inside }, i) => {
    const again = members.slice(0, i).map((before) => boxArea(intersectBoxes(before.inside, inside)))
    return sum + boxArea(inside) - Math.max(0, ...again)
  }, 0)
  return members.length > 1 && filled > GROUP_FILL * boxArea(box)
}

function readCandidates(
  { scores, boxes, scale }: View,
  classes: readonly string[],
  size: Size,
  threshold: number,
): Detection[] {
  const candidates: Detection[] = []
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!
    if (score < threshold) continue
    const box = readBox(boxes, Math.floor(i / classes.length), scale, size)
    if (box.width >= 1 && box.height >= 1)
      candidates.push({ label: classes[i % classes.length]!, score, box })
  }
  return candidates
}

/** The box that an anchor predicts, in pixels of an image of `size`, as far as it lies inside. */
export function readBox(boxes: Float32Array, anchor: number, scale: number, size: Size): Box {
  const [x0, y0, x1, y1] = boxes.subarray(anchor * 4, anchor * 4 + 4)
  const box = { x: x0! / scale, y: y0! / scale, width: (x1! - x0!) / scale, height: (y1! - y0!) / scale }
  return clampBox(box, size)
}
