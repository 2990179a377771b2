import { Mask } from './mask.js'
import { erodeRuns, square } from './morphology.js'

/** How far an answer covers what it should have covered, in pixels. */
export interface Overlap {
  /** In both masks. */
  shared: number
  /** In at least one. */
  union: number
}

/** Throws `bad-input` for masks of different sizes. */
export function overlapOf(predicted: Mask, truth: Mask): Overlap {
  const shared = predicted.intersectionArea(truth)
  return { shared, union: predicted.area + truth.area - shared }
}

/** Intersection over union, 0 to 1; two empty masks agree fully. */
export function iouOf({ shared, union }: Overlap): number {
  return union === 0 ? 1 : shared / union
}

/** The mean IoU over the samples (gIoU in the literature). */
export function gIou(samples: readonly Overlap[]): number {
  return mean(samples.map(iouOf))
}

/** All intersections over all unions (cumulative IoU): large objects weigh more. */
export function cIou(samples: readonly Overlap[]): number {
  const total = { shared: 0, union: 0 }
  for (const { shared, union } of samples) {
    total.shared += shared
    total.union += union
  }
  return iouOf(total)
}

/** The share of samples with an IoU of `threshold` or more. */
export function precisionAt(samples: readonly Overlap[], threshold: number): number {
  return mean(samples.map((sample) => (iouOf(sample) >= threshold ? 1 : 0)))
}

/**
 * IoU of the two masks' inner rims, which are `ratio` of the image's diagonal wide: it judges outlines where
 * IoU, on large objects, judges areas. As in the authors' code, distance is counted in chess king's steps
 * and the picture's border is an edge.
 *
 * @see Cheng et al., Boundary IoU, CVPR 2021; https://github.com/bowenc0221/boundary-iou-api
 */
export function boundaryIou(predicted: Mask, truth: Mask, ratio = 0.02): number {
  return innerRim(predicted, ratio).iou(innerRim(truth, ratio))
}

function innerRim(mask: Mask, ratio: number): Mask {
  const { width, height } = mask
  const rim = Math.max(1, Math.round(ratio * Math.hypot(width, height)))
  const core = Mask.fromRuns(erodeRuns(mask.runs, mask, mask.box, square(rim)), mask)
  const away = { x: rim, y: rim, width: width - 2 * rim, height: height - 2 * rim }
  const isAllRim = away.width <= 0 || away.height <= 0
  return isAllRim ? mask : mask.subtract(core.intersect(Mask.fromBox(away, mask)))
}

/** 0 for no values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
