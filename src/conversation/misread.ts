import { iouOf, overlapOf } from '../mask/metrics.js'
import type { Masked } from './look.js'

/**
 * Two masks of different labels that agree this much are one object under two names: a cat that is also taken for a dog.
 * Boxes would not tell it from a rider on a horse.
 */
export const SAME_MASK_IOU = 0.7

/** Those of `found` that are no object which a surer one, among them or `known`, has under another name. */
export function withoutMisread(found: readonly Masked[], known: readonly Masked[]): Masked[] {
  const surer = [...known, ...found]
  return found.filter(
    (one) =>
      !surer.some(
        (other) =>
          other.label !== one.label &&
          other.score > one.score &&
          iouOf(overlapOf(other.mask, one.mask)) >= SAME_MASK_IOU,
      ),
  )
}
