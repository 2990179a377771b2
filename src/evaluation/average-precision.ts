import { type Box, boxArea, boxIou, intersectBoxes } from '../geometry.js'
import { mean } from '../mask/metrics.js'

/*
 * COCO's detection metrics, as pycocotools computes them.
 *
 * @see Lin et al., Microsoft COCO, ECCV 2014; https://github.com/cocodataset/cocoapi, cocoeval.py
 */

/** The least box IoUs of a right detection that COCO averages over; the first is its AP50's. */
export const IOU_THRESHOLDS = Array.from({ length: 10 }, (_, i) => (50 + 5 * i) / 100)
const RECALL_LEVELS = Array.from({ length: 101 }, (_, i) => i / 100)
/** Detections of one class in one image that count, the best. */
const MAX_DETECTIONS = 100

/** An annotated object of the class in question. */
export interface TrueBox {
  box: Box
  /** In pixels, of its mask. */
  area: number
  isCrowd: boolean
}

export interface ScoredBox {
  box: Box
  score: number
}

/** One class in one image. */
export interface ClassInImage {
  truths: readonly TrueBox[]
  detections: readonly ScoredBox[]
}

/** Which objects count, by area; others are neither to be found nor wrong to find. */
export type AreaRule = (area: number) => boolean

/** How the detections of one class fared over all images. */
export interface Tally {
  /** Objects that were to be found. */
  objects: number
  /** Detections that count, best first. */
  verdicts: readonly { score: number; isRight: boolean }[]
}

/** The tally of one class at one box IoU. */
export function tally(images: readonly ClassInImage[], minIou: number, counts: AreaRule): Tally {
  const verdicts = images.flatMap((image) => judge(image, minIou, counts))
  return {
    objects: images.flatMap(({ truths }) => truths).filter((truth) => !isExcused(truth, counts)).length,
    verdicts: verdicts.sort((a, b) => b.score - a.score),
  }
}

/**
 * Each detection, best first, takes the free object of its class that it fits best: one that counts if any does, or
 * else one that does not, which excuses the detection. A crowd excuses any number of them. A detection that fits
 * nothing is wrong if its own area counts.
 */
function judge({ truths, detections }: ClassInImage, minIou: number, counts: AreaRule): Tally['verdicts'] {
  const taken = new Set<TrueBox>()
  const best = [...detections].sort((a, b) => b.score - a.score).slice(0, MAX_DETECTIONS)
  return best.flatMap(({ box, score }) => {
    const fitting = truths
      .map((truth) => ({ truth, excused: isExcused(truth, counts), fit: fitOf(box, truth) }))
      .filter(({ truth, fit }) => fit >= minIou && !taken.has(truth))
      .sort((a, b) => Number(a.excused) - Number(b.excused) || b.fit - a.fit)
    const match = fitting[0]
    if (match && !match.truth.isCrowd) taken.add(match.truth)
    const counting = match ? !match.excused : counts(boxArea(box))
    return counting ? [{ score, isRight: match !== undefined }] : []
  })
}

/** Of all tallies, of whatever classes and box IoUs, the mean; those without objects say nothing. Undefined for none. */
export function averagePrecision(tallies: readonly Tally[]): number | undefined {
  return averageOf(tallies, interpolatedPrecision)
}

/** The same of the recall. */
export function averageRecall(tallies: readonly Tally[]): number | undefined {
  return averageOf(tallies, ({ objects, verdicts }) => {
    return verdicts.filter(({ isRight }) => isRight).length / objects
  })
}

function averageOf(tallies: readonly Tally[], measure: (tally: Tally) => number): number | undefined {
  const values = tallies.filter(({ objects }) => objects > 0).map(measure)
  return values.length === 0 ? undefined : mean(values)
}

/** The mean over 101 levels of recall of the best precision at that recall or a higher one. */
function interpolatedPrecision({ objects, verdicts }: Tally): number {
  let right = 0
  const curve = verdicts.map(({ isRight }, i) => {
    if (isRight) right++
    return { recall: right / objects, precision: right / (i + 1) }
  })
  for (let i = curve.length - 2; i >= 0; i--) {
    curve[i]!.precision = Math.max(curve[i]!.precision, curve[i + 1]!.precision)
  }
  let at = 0
  const precisions = RECALL_LEVELS.map((level) => {
    while (at < curve.length && curve[at]!.recall < level) at++
    return curve[at]?.precision ?? 0
  })
  return mean(precisions)
}

/** Objects that are not to be found, and not wrong to find. */
function isExcused({ isCrowd, area }: TrueBox, counts: AreaRule): boolean {
  return isCrowd || !counts(area)
}

/** IoU; with a crowd, the share of the detection that lies in it. */
function fitOf(box: Box, truth: TrueBox): number {
  if (!truth.isCrowd) return boxIou(box, truth.box)
  return boxArea(intersectBoxes(box, truth.box)) / Math.max(Number.MIN_VALUE, boxArea(box))
}
