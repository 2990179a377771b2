import { type Box, boxArea, boxCentre, boxGap, clamp01, intersectBoxes } from '../geometry.js'
import type { Region } from '../mask/region.js'

/**
 * Relations between two things as scores 0 to 1, from where their boxes lie; 0.5 is the threshold of "holds". Each reads
 * "`a` is ... `b`". Definitions with examples: docs/scene.md.
 */

/** Centre against centre, in units of their mean width: 0.5 where they are level, 1 half a width further. */
export function leftOf(a: Region, b: Region): number {
  const scale = (a.box.width + b.box.width) / 2
  return clamp01(0.5 + (boxCentre(b.box).x - boxCentre(a.box).x) / scale - 0.05)
}

/** Higher up, and roughly over it: vertical order times how much of the narrower one's width they share. */
export function above(a: Region, b: Region): number {
  const scale = (a.box.height + b.box.height) / 2
  const order = clamp01(0.5 + (boxCentre(b.box).y - boxCentre(a.box).y) / scale - 0.05)
  return order * clamp01(0.4 + sharedWidth(a.box, b.box))
}

/** The gap between the boxes against the mean side of the two: 1 where they meet, 0.5 one half side apart. */
export function nextTo(a: Region, b: Region): number {
  const side = (Math.sqrt(boxArea(a.box)) + Math.sqrt(boxArea(b.box))) / 2
  return side > 0 ? clamp01(1 - boxGap(a.box, b.box) / side) : 0
}

/** For comparing, not for judging: 1 where the boxes meet, falling towards 0.5 with the gap in mean sides. */
export function closeness(a: Region, b: Region): number {
  const side = (Math.sqrt(boxArea(a.box)) + Math.sqrt(boxArea(b.box))) / 2
  return 0.5 + 0.5 / (1 + boxGap(a.box, b.box) / Math.max(1, side))
}

/**
 * Its underside lies over `b`: at least half of `a`'s width is over `b`, its bottom edge falls between the top and
 * the bottom of `b`, and its centre is higher. Looser than the support graph, for photos whose masks overlap or wrap.
 */
export function over(a: Region, b: Region): number {
  const bottom = a.box.y + a.box.height
  const margin = 0.1 * Math.min(a.box.height, b.box.height)
  if (bottom < b.box.y - margin || bottom > b.box.y + b.box.height + margin) return 0
  if (boxCentre(a.box).y >= boxCentre(b.box).y) return 0
  const shared = boxArea(intersectBoxes({ ...a.box, y: 0, height: 1 }, { ...b.box, y: 0, height: 1 }))
  return clamp01(shared / a.box.width)
}

/**
 * Between `b` and `c`: its centre lies over the middle 70% of the line between theirs, and beside it by less than a third
 * of its length; 1 on the line.
 */
export function between(a: Region, b: Region, c: Region): number {
  const [from, to, own] = [boxCentre(b.box), boxCentre(c.box), boxCentre(a.box)]
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = Math.hypot(dx, dy)
  if (length === 0) return 0
  const along = ((own.x - from.x) * dx + (own.y - from.y) * dy) / length ** 2
  const beside = Math.abs((own.x - from.x) * dy - (own.y - from.y) * dx) / length ** 2
  return Math.min(clamp01(along / 0.3), clamp01((1 - along) / 0.3), clamp01(1 - 1.5 * beside))
}

/**
 * Within `b`'s reach: the gap between the boxes against half the longer side of `b`, about an arm where it is a body. 1
 * where they meet, 0.5 at one arm.
 */
export function withinReach(a: Region, b: Region): number {
  const arm = Math.max(b.box.width, b.box.height) / 2
  return arm > 0 ? clamp01(1 - boxGap(a.box, b.box) / (2 * arm)) : 0
}

function sharedWidth(a: Box, b: Box): number {
  const narrower = Math.min(a.width, b.width)
  const shared = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  return narrower > 0 ? clamp01(shared / narrower) : 0
}
