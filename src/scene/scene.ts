import { boxArea, intersectBoxes } from '../geometry.js'
import { type ColourShare, colourShares } from '../image/colour.js'
import type { Image } from '../image/image.js'
import { Mask } from '../mask/mask.js'
import type { Region } from '../mask/region.js'
import { isCutByFrame } from './attributes.js'
import { above, behind, closeness, has, inside, leftOf, nextTo, over, riding, touching } from './relations.js'
import { SupportGraph } from './support.js'

/** Rows of a standing person's box that show each part, as shares of its height from the top. */
const BODY_ROWS = { head: [0, 0.18], upper: [0.15, 0.55], lower: [0.5, 0.9] } as const
export type Part = keyof typeof BODY_ROWS

/** A relation that two regions can stand in. */
export type SceneRelation =
  | 'on'
  | 'under'
  | 'supports'
  | 'left-of'
  | 'right-of'
  | 'above'
  | 'below'
  | 'next-to'
  | 'closest-to'
  | 'touching'
  | 'behind'
  | 'in-front-of'
  | 'inside'
  | 'contains'
  | 'has'
  | 'held-by'
  | 'riding'
  | 'ridden-by'

/** All regions of one image, with attributes and relations worked out when first asked for. */
export class Scene {
  readonly image: Image
  readonly regions: readonly Region[]
  /** Whether somebody looked for everything in the picture: until then it holds only what was pointed at. */
  readonly explored: boolean
  #support: SupportGraph | undefined
  readonly #colours = new Map<string, ColourShare[]>()

  constructor(image: Image, regions: readonly Region[], explored: boolean) {
    this.image = image
    this.regions = regions
    this.explored = explored
  }

  get support(): SupportGraph {
    this.#support ??= new SupportGraph(this.regions, this.image)
    return this.#support
  }

  /** Colour names in a region or in a part of it, most frequent first; shares add up to 1. */
  colours(region: Region, part?: Part): ColourShare[] {
    const key = `${region.id}:${part ?? ''}`
    let shares = this.#colours.get(key)
    if (!shares) {
      shares = colourShares(this.image, part ? this.#partOf(region, part) : region.mask)
      this.#colours.set(key, shares)
    }
    return shares
  }

  #partOf({ box, mask }: Region, part: Part): Mask {
    const [from, to] = BODY_ROWS[part]
    const rows = { ...box, y: box.y + from * box.height, height: (to - from) * box.height }
    const cut = mask.intersect(Mask.fromBox(rows, this.image))
    return cut.isEmpty ? mask : cut
  }

  /** How well "`a` RELATION `b`" holds, 0 to 1; 0.5 and more counts as true. */
  relation(name: SceneRelation, a: Region, b: Region): number {
    switch (name) {
      case 'on':
        return this.support.supportersOf(a.id).has(b.id) ? 1 : 0.9 * over(a, b)
      case 'supports':
        return this.support.supportersOf(b.id).has(a.id) ? 1 : 0
      case 'under':
        return this.#under(a, b)
      case 'left-of':
        return leftOf(a, b)
      case 'right-of':
        return leftOf(b, a)
      case 'above':
        return above(a, b)
      case 'below':
        return above(b, a)
      case 'next-to':
        return nextTo(a, b)
      case 'closest-to':
        return closeness(a, b)
      case 'touching':
        return touching(a, b)
      case 'behind':
        return behind(a, b)
      case 'in-front-of':
        return behind(b, a)
      case 'inside':
        return inside(a, b)
      case 'contains':
        return inside(b, a)
      case 'has':
        return has(a, b)
      case 'held-by':
        return has(b, a)
      case 'riding':
        return riding(a, b)
      case 'ridden-by':
        return riding(b, a)
    }
  }

  /** What `b` stands on; where it stands on nothing known, what lies below it. */
  #under(a: Region, b: Region): number {
    const supporters = this.support.supportersOf(b.id)
    if (supporters.size > 0) return supporters.has(a.id) ? 1 : 0
    return Math.max(0.9 * over(b, a), above(b, a) * nextTo(a, b))
  }

  /** The region that hides part of this one: nearer, over its box, and taking pixels next to its mask. */
  occluderOf(region: Region): Region | undefined {
    const covered = (other: Region) =>
      boxArea(intersectBoxes(region.box, other.box)) / Math.max(1, boxArea(region.box))
    const candidates = this.regions.filter(
      (other) =>
        other !== region &&
        covered(other) > 0.1 &&
        behind(region, other) > 0.5 &&
        touching(region, other) > 0,
    )
    return candidates.sort((a, b) => covered(b) - covered(a))[0]
  }

  isCutByFrame(region: Region): boolean {
    return isCutByFrame(region, this.image)
  }
}
