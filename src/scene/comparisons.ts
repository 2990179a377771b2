import { boxCentre, clamp01, type Size } from '../geometry.js'
import { type ColourShare, colourLikeness } from '../image/colour.js'
import type { Region } from '../mask/region.js'
import { nearness } from './attributes.js'

/**
 * Comparisons of two things as scores 0 to 1: "`a` is ...er than `b`" holds from 0.5 on, which takes a difference that can
 * be seen: a tenth of a doubling, or of the scale that is named. Definitions with examples: docs/scene.md.
 */
const VISIBLE = 0.05

/** 0.5 at 7% more, 1 at twice as much. */
function exceeds(a: number, b: number): number {
  return a > 0 && b > 0 ? clamp01(0.5 - VISIBLE + (0.5 + VISIBLE) * Math.log2(a / b)) : 0
}

export function biggerThan(a: Region, b: Region): number {
  return exceeds(a.mask.area, b.mask.area)
}

export function tallerThan(a: Region, b: Region): number {
  return exceeds(a.box.height, b.box.height)
}

export function widerThan(a: Region, b: Region): number {
  return exceeds(a.box.width, b.box.width)
}

/** By {@link nearness} to the viewer: 1 at a lead of a quarter of the scale. */
export function nearerThan(a: Region, b: Region, size: Size): number {
  return clamp01(0.5 - VISIBLE + 2 * (nearness(a, size) - nearness(b, size)))
}

/** By the centres, against the mean height of the two: 1 where `a` is half of it higher up. */
export function higherThan(a: Region, b: Region): number {
  const scale = (a.box.height + b.box.height) / 2
  return scale > 0 ? clamp01(0.5 - VISIBLE + (boxCentre(b.box).y - boxCentre(a.box).y) / scale) : 0
}

/** By mean luma, 0 to 1 each: 1 at a lead of a quarter. */
export function brighterThan(a: number, b: number): number {
  return clamp01(0.5 - VISIBLE + 2 * (a - b))
}

/** 0.5 where one is 1.4 times the other in area, 1 where they are equal. */
export function sameSizeAs(a: Region, b: Region): number {
  const [small, large] = [a.mask.area, b.mask.area].sort((x, y) => x - y) as [number, number]
  return small > 0 ? clamp01(1 - Math.log2(large / small)) : 0
}

/** What their colours have in common: 0.5 where half of each has a colour that as much of the other has. */
export function sameColourAs(a: readonly ColourShare[], b: readonly ColourShare[]): number {
  return colourLikeness(a, b)
}
