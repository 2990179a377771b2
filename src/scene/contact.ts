import { boxArea, boxCentre, boxGap, clamp01, intersectBoxes, scaleBox } from '../geometry.js'
import type { Mask } from '../mask/mask.js'
import type { Region } from '../mask/region.js'
import type { Outlines } from './outline.js'
import { nextTo, over } from './relations.js'

/**
 * Relations that show where two masks meet, as scores 0 to 1; 0.5 is the threshold of "holds". Each reads "`a` is ...
 * `b`". Definitions with examples: docs/scene.md.
 */

/** The masks come within a seam: 0.6 for a single point, 1 where they meet along a quarter of the smaller one's side. */
export function touching(a: Region, b: Region, outlines: Outlines): number {
  if (boxGap(a.box, b.box) > outlines.seam) return 0
  const { area } = outlines.contact(a, b)
  if (area === 0) return 0
  const side = Math.sqrt(Math.min(boxArea(a.box), boxArea(b.box)))
  return clamp01(0.6 + (0.4 * area) / outlines.seam / (side / 4))
}

/** Its underside lies over `b` (see {@link over}) and meets it: contact higher up alone says that it stands before it. */
export function restingOn(a: Region, b: Region, outlines: Outlines): number {
  const lies = over(a, b)
  if (lies === 0) return 0
  const contact = contactOf(a, b, outlines)
  const low = contact ? clamp01(shareBelow(contact, a.box.y + a.box.height / 2) / 0.4) : 0.5
  return 0.9 * lies * low * (1 - 0.5 * hides(b, a, outlines))
}

/** Share of `a` that lies in the convex hull of `b`, which is the larger one: 0.5 where three quarters do. */
export function inside(a: Region, b: Region, outlines: Outlines): number {
  if (boxArea(a.box) >= boxArea(b.box)) return 0
  const share = a.mask.intersectionArea(outlines.hull(b)) / Math.max(1, a.mask.area)
  return clamp01(2 * (share - 0.5))
}

/**
 * `b` is a thing at or on `a`, as a bag with its bearer: share of `b` in `a`'s box grown by a third, and in full only
 * where their outlines meet.
 */
export function has(a: Region, b: Region, outlines: Outlines): number {
  if (boxArea(b.box) >= 1.5 * boxArea(a.box)) return 0
  const reach = boxArea(intersectBoxes(scaleBox(a.box, 1.33), b.box)) / boxArea(b.box)
  return clamp01(1.2 * reach) * (contactOf(a, b, outlines) ? 1 : 0.4)
}

/**
 * `a` has `b` in hand: it is the smaller one, they meet between the head and the thighs of `a`, and `b` is not hidden
 * behind it.
 */
export function holding(a: Region, b: Region, outlines: Outlines): number {
  const contact = contactOf(a, b, outlines)
  if (!contact) return 0
  const height = (contact.centroid.y - a.box.y) / a.box.height
  const inHand = clamp01((0.95 - height) / 0.2)
  const small = clamp01(1.5 - b.mask.area / a.mask.area)
  return has(a, b, outlines) * inHand * small * (1 - hides(a, b, outlines))
}

/** `a` has `b` on: it lies within `a`'s box, is much smaller, and meets `a` along a third of its outline or more. */
export function wearing(a: Region, b: Region, outlines: Outlines): number {
  const contact = contactOf(a, b, outlines)
  if (!contact) return 0
  const within = boxArea(intersectBoxes(a.box, b.box)) / boxArea(b.box)
  const small = clamp01(2 - 4 * (b.mask.area / a.mask.area))
  const rim = Math.max(1, outlines.grown(b).area - b.mask.area)
  return clamp01(1.5 * within - 0.5) * small * clamp01((1.5 * contact.area) / rim)
}

/**
 * `a` sits or stands on `b` and goes with it: they meet in the lower half of `a`, `b` lies lower and is no trifle beside
 * it, nor so large that it is rather a place to be in.
 */
export function riding(a: Region, b: Region, outlines: Outlines): number {
  const contact = contactOf(a, b, outlines)
  if (!contact) return 0
  const height = (contact.centroid.y - a.box.y) / a.box.height
  const lower = (boxCentre(b.box).y - boxCentre(a.box).y) / a.box.height
  const ratio = b.mask.area / a.mask.area
  return (
    clamp01((height - 0.3) / 0.4) * clamp01(lower / 0.2) * clamp01(ratio / 0.05) * clamp01((25 - ratio) / 10)
  )
}

/**
 * `a` hides part of `b`: they meet, and `a` reaches into the convex hull of `b` further than `b` into that of `a`. What
 * is whole keeps its own outline; what is hidden is cut along another's.
 */
export function hides(a: Region, b: Region, outlines: Outlines): number {
  if (touching(a, b, outlines) === 0) return 0
  const smaller = Math.min(a.mask.area, b.mask.area)
  const intrusion = a.mask.intersectionArea(outlines.hull(b)) - b.mask.intersectionArea(outlines.hull(a))
  return clamp01(intrusion / smaller / 0.3)
}

/** Further from the viewer: hidden in part, or near `b` with a lower edge that ends higher in the picture. */
export function behind(a: Region, b: Region, outlines: Outlines): number {
  const scale = Math.min(a.box.height, b.box.height)
  const drop = (b.box.y + b.box.height - (a.box.y + a.box.height)) / scale
  const hidden = hides(b, a, outlines) - hides(a, b, outlines)
  return clamp01(0.5 + 0.5 * Math.max(-1, Math.min(1, drop)) + hidden) * (nextTo(a, b) >= 0.5 ? 1 : 0.5)
}

/** The pixels of `b` at `a`, `undefined` where there are none. */
function contactOf(a: Region, b: Region, outlines: Outlines): Mask | undefined {
  if (boxGap(a.box, b.box) > outlines.seam) return undefined
  const contact = outlines.contact(a, b)
  return contact.isEmpty ? undefined : contact
}

function shareBelow(mask: Mask, y: number): number {
  const { box } = mask
  const centre = mask.centroid.y
  // Of a thin strip, its centre says how much of it lies below a line as well as counting does.
  return clamp01(0.5 + (centre - y) / Math.max(1, box.height))
}
