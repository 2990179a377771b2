import { type ColourName, type ColourShare, colourScore, colourShares } from '../image/colour.js'
import type { Image } from '../image/image.js'
import type { Mask } from '../mask/mask.js'
import type { Region } from '../mask/region.js'
import { brightness, isCutByFrame } from './attributes.js'
import { type Part, shownPart } from './body.js'
import {
  biggerThan,
  brighterThan,
  higherThan,
  nearerThan,
  sameColourAs,
  sameSizeAs,
  tallerThan,
  widerThan,
} from './comparisons.js'
import { behind, has, hides, holding, inside, restingOn, riding, touching, wearing } from './contact.js'
import { rowsOf, stacksOf } from './groups.js'
import { Outlines } from './outline.js'
import { type Pattern, patternOf } from './pattern.js'
import { above, between, closeness, leftOf, nextTo, over, withinReach } from './relations.js'
import { lying, round, tall, tilted, upright, wide } from './shape.js'
import { SupportGraph } from './support.js'

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
  | 'around'
  | 'hides'
  | 'hidden-by'
  | 'has'
  | 'belongs-to'
  | 'holding'
  | 'held-by'
  | 'wearing'
  | 'worn-by'
  | 'riding'
  | 'ridden-by'
  | 'within-reach-of'
  | 'bigger-than'
  | 'smaller-than'
  | 'taller-than'
  | 'shorter-than'
  | 'wider-than'
  | 'narrower-than'
  | 'nearer-than'
  | 'farther-than'
  | 'higher-than'
  | 'lower-than'
  | 'brighter-than'
  | 'darker-than'
  | 'same-size-as'
  | 'same-colour-as'

/** What holds of one region by its mask and its pixels. */
export type SceneAttribute =
  | 'upright'
  | 'lying'
  | 'tilted'
  | 'tall'
  | 'wide'
  | 'round'
  | 'plain'
  | 'striped'
  | 'spotted'
  | 'cut-off'
  | 'occluded'
  | 'complete'
  | 'in-a-row'
  | 'in-a-stack'

/** All regions of one image, with attributes and relations worked out when first asked for. */
export class Scene {
  readonly image: Image
  readonly regions: readonly Region[]
  /** Nouns that were looked for by name: what of them is not here is not there. */
  readonly sought: readonly string[]
  /** Nouns that nothing here goes by which only may: the dogs are no collies. */
  readonly ruledOut: readonly string[]
  readonly #outlines: Outlines
  #support: SupportGraph | undefined
  readonly #colours = new Map<string, ColourShare[]>()
  readonly #patterns = new Map<string, Pattern>()
  readonly #brightness = new Map<string, number>()
  #rows: Region[][] | undefined
  #stacks: Region[][] | undefined

  constructor(
    image: Image,
    regions: readonly Region[],
    { sought = [], ruledOut = [] }: { sought?: readonly string[]; ruledOut?: readonly string[] } = {},
  ) {
    this.image = image
    this.regions = regions
    this.sought = sought
    this.ruledOut = ruledOut
    this.#outlines = new Outlines(image)
  }

  get support(): SupportGraph {
    this.#support ??= new SupportGraph(this.regions, this.image)
    return this.#support
  }

  /** Things of one label side by side; see {@link rowsOf}. */
  get rows(): readonly (readonly Region[])[] {
    this.#rows ??= rowsOf(this.regions)
    return this.#rows
  }

  /** Things of one label on top of one another; see {@link stacksOf}. */
  get stacks(): readonly (readonly Region[])[] {
    this.#stacks ??= stacksOf(this.regions, this.support)
    return this.#stacks
  }

  /** Colour names in a region or in a part of it, most frequent first; together 1, or none where the part is not seen. */
  colours(region: Region, part?: Part): ColourShare[] {
    return this.#remember(this.#colours, keyOf(region, part), () =>
      colourShares(this.image, this.#shown(region, part), part && part !== 'head' ? 'clothes' : 'things'),
    )
  }

  /** Whether people would call a region, or a part of it, by a colour; 0 to 1. */
  colourScore(region: Region, name: ColourName, part?: Part): number {
    return colourScore(this.colours(region, part), name)
  }

  /** Mean luma of a region, 0 to 1. */
  brightness(region: Region): number {
    return this.#remember(this.#brightness, region.id, () => brightness(this.image, region.mask))
  }

  /** How well an attribute holds of a region, or of a part of it where it is one of the surface; 0 to 1. */
  attribute(name: SceneAttribute, region: Region, part?: Part): number {
    const { mask } = region
    switch (name) {
      case 'upright':
        return upright(mask)
      case 'lying':
        return lying(mask)
      case 'tilted':
        return tilted(mask)
      case 'tall':
        return tall(mask)
      case 'wide':
        return wide(mask)
      case 'round':
        return round(mask)
      case 'plain':
      case 'striped':
      case 'spotted':
        return this.#pattern(region, part)[name]
      case 'cut-off':
        return this.isCutByFrame(region) ? 1 : 0
      case 'occluded':
        return this.occluderOf(region) ? 1 : 0
      case 'complete':
        return this.isCutByFrame(region) || this.occluderOf(region) ? 0 : 1
      case 'in-a-row':
        return this.rows.some((row) => row.includes(region)) ? 1 : 0
      case 'in-a-stack':
        return this.stacks.some((stack) => stack.includes(region)) ? 1 : 0
    }
  }

  /** How well "`a` RELATION `b`" holds, 0 to 1; 0.5 and more counts as true. */
  relation(name: SceneRelation, a: Region, b: Region): number {
    const outlines = this.#outlines
    switch (name) {
      case 'on':
        return this.support.supportersOf(a.id).has(b.id) ? 1 : restingOn(a, b, outlines)
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
      case 'within-reach-of':
        return withinReach(a, b)
      case 'touching':
        return touching(a, b, outlines)
      case 'behind':
        return behind(a, b, outlines)
      case 'in-front-of':
        return behind(b, a, outlines)
      case 'hides':
        return hides(a, b, outlines)
      case 'hidden-by':
        return hides(b, a, outlines)
      case 'inside':
        return inside(a, b, outlines)
      case 'contains':
        return inside(b, a, outlines)
      case 'around':
        return Math.max(inside(b, a, outlines), nextTo(a, b))
      case 'has':
        return has(a, b, outlines)
      case 'belongs-to':
        return has(b, a, outlines)
      case 'holding':
        return holding(a, b, outlines)
      case 'held-by':
        return holding(b, a, outlines)
      case 'wearing':
        return wearing(a, b, outlines)
      case 'worn-by':
        return wearing(b, a, outlines)
      case 'riding':
        return riding(a, b, outlines)
      case 'ridden-by':
        return riding(b, a, outlines)
      case 'bigger-than':
        return biggerThan(a, b)
      case 'smaller-than':
        return biggerThan(b, a)
      case 'taller-than':
        return tallerThan(a, b)
      case 'shorter-than':
        return tallerThan(b, a)
      case 'wider-than':
        return widerThan(a, b)
      case 'narrower-than':
        return widerThan(b, a)
      case 'nearer-than':
        return nearerThan(a, b, this.image)
      case 'farther-than':
        return nearerThan(b, a, this.image)
      case 'higher-than':
        return higherThan(a, b)
      case 'lower-than':
        return higherThan(b, a)
      case 'brighter-than':
        return brighterThan(this.brightness(a), this.brightness(b))
      case 'darker-than':
        return brighterThan(this.brightness(b), this.brightness(a))
      case 'same-size-as':
        return sameSizeAs(a, b)
      case 'same-colour-as':
        return sameColourAs(this.colours(a), this.colours(b))
    }
  }

  /** How well `a` lies between `b` and `c`, 0 to 1. */
  between(a: Region, b: Region, c: Region): number {
    return between(a, b, c)
  }

  /** What `b` stands on; where it stands on nothing known, what lies below it. */
  #under(a: Region, b: Region): number {
    const supporters = this.support.supportersOf(b.id)
    if (supporters.size > 0) return supporters.has(a.id) ? 1 : 0
    return Math.max(0.9 * over(b, a), above(b, a) * nextTo(a, b))
  }

  /** The region that hides most of this one, if any does. */
  occluderOf(region: Region): Region | undefined {
    const others = this.regions.filter((other) => other !== region)
    const scores = new Map(others.map((other) => [other, this.relation('hides', other, region)]))
    const [first] = others.sort((a, b) => scores.get(b)! - scores.get(a)!)
    return first && scores.get(first)! >= 0.5 ? first : undefined
  }

  isCutByFrame(region: Region): boolean {
    return isCutByFrame(region, this.image)
  }

  #pattern(region: Region, part: Part | undefined): Pattern {
    return this.#remember(this.#patterns, keyOf(region, part), () =>
      patternOf(this.image, this.#shown(region, part)),
    )
  }

  #shown(region: Region, part: Part | undefined): Mask {
    return part ? shownPart(region, part, this.regions, this.image) : region.mask
  }

  #remember<Value>(cache: Map<string, Value>, key: string, make: () => Value): Value {
    const known = cache.get(key) ?? make()
    cache.set(key, known)
    return known
  }
}

function keyOf({ id }: Region, part: Part | undefined): string {
  return `${id}:${part ?? ''}`
}
