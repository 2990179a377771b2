import { type Box, boxArea, boxCentre, boxGap, clamp01, intersectBoxes, scaleBox } from '../geometry.js'
import type { Region } from '../mask/region.js'

/**
 * Relations between two things as scores 0 to 1, from where their boxes and masks lie; 0.5 is the threshold of "holds".
 * Each reads "`a` is ... `b`".
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

/** The masks meet once each is grown by a pixel or two. */
export function touching(a: Region, b: Region): number {
  const reach = 2
  if (boxGap(a.box, b.box) > 2 * reach) return 0
  return a.mask.dilate(reach).intersectionArea(b.mask.dilate(reach)) > 0 ? 1 : 0
}

/** Share of `a`'s box that lies in `b`'s, for an `a` that is the smaller one. */
export function inside(a: Region, b: Region): number {
  if (boxArea(a.box) >= boxArea(b.box)) return 0
  const share = boxArea(intersectBoxes(a.box, b.box)) / boxArea(a.box)
  return clamp01((share - 0.5) * 2)
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

/** Further from the viewer: the box meets or nears `b`'s, and its lower edge ends higher. */
export function behind(a: Region, b: Region): number {
  const scale = Math.min(a.box.height, b.box.height)
  const depth = (b.box.y + b.box.height - (a.box.y + a.box.height)) / scale
  return clamp01(0.5 + depth) * (nextTo(a, b) >= 0.5 ? 1 : 0.5)
}

/**
 * `b` is a thing at or on `a`, as a bag with its bearer: share of `b` in `a`'s box grown by a third, and in full only
 * where their outlines come within 2% of the larger side of `a`.
 */
export function has(a: Region, b: Region): number {
  if (boxArea(b.box) >= 1.5 * boxArea(a.box)) return 0
  const reach = boxArea(intersectBoxes(scaleBox(a.box, 1.33), b.box)) / boxArea(b.box)
  const distance = Math.max(2, 0.02 * Math.max(a.box.width, a.box.height))
  const meets = reach > 0 && a.mask.dilate(distance).intersectionArea(b.mask) > 0 ? 1 : 0.4
  return clamp01(reach * 1.2) * meets
}

/** On top of and touching: the rider's lower edge lies within the mount's height, and their boxes share width. */
export function riding(a: Region, b: Region): number {
  const bottom = a.box.y + a.box.height
  const within = bottom > b.box.y && bottom <= b.box.y + 1.15 * b.box.height ? 1 : 0
  const higher = boxCentre(a.box).y < boxCentre(b.box).y ? 1 : 0
  return within * higher * clamp01(0.2 + sharedWidth(a.box, b.box))
}

function sharedWidth(a: Box, b: Box): number {
  const narrower = Math.min(a.width, b.width)
  const shared = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  return narrower > 0 ? clamp01(shared / narrower) : 0
}
