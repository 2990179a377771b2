import { Mask } from './mask.js'
import { erodeRuns, square } from './morphology.js'

/** One question's answer and what it should have been, of the same size. */
export interface Sample {
  predicted: Mask
  truth: Mask
}

/** The mean IoU over the samples (gIoU in the literature); where both masks are empty it is 1. */
export function gIou(samples: readonly Sample[]): number {
  return mean(samples.map(({ predicted, truth }) => predicted.iou(truth)))
}

/** All intersections over all unions (cumulative IoU): large objects weigh more. */
export function cIou(samples: readonly Sample[]): number {
  let shared = 0
  let union = 0
  for (const { predicted, truth } of samples) {
    const both = predicted.intersectionArea(truth)
    shared += both
    union += predicted.area + truth.area - both
  }
  return union === 0 ? 1 : shared / union
}

/** The share of samples with an IoU of `threshold` or more. */
export function precisionAt(samples: readonly Sample[], threshold: number): number {
  return mean(samples.map(({ predicted, truth }) => (predicted.iou(truth) >= threshold ? 1 : 0)))
}

/**
 * IoU of the two masks' inner rims, which are `ratio` of the image's diagonal wide: it judges outlines where
 * IoU, on large objects, judges areas. As in the authors' code, distance is counted in chess king's steps
 * and the picture's border is an edge.
 *
 * @see Cheng et al., Boundary IoU, CVPR 2021; https://github.com/bowenc0221/boundary-iou-api
 */
export function boundaryIou({ predicted, truth }: Sample, ratio = 0.02): number {
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
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
