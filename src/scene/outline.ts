import type { Point, Size } from '../geometry.js'
import { forEachSegment } from '../mask/columns.js'
import { Mask } from '../mask/mask.js'
import type { Region } from '../mask/region.js'

/**
 * How far apart two outlines may lie and still touch, as a share of the image's height: masks drawn or predicted next
 * to each other leave a seam of a pixel or two.
 */
const SEAM = 0.01

/** What relations read from the masks of one image, worked out once a region. */
export class Outlines {
  /** In pixels. */
  readonly seam: number
  readonly #grown = new Map<Region, Mask>()
  readonly #hulls = new Map<Region, Mask>()

  constructor({ height }: Size) {
    this.seam = Math.max(2, Math.round(SEAM * height))
  }

  /** The mask grown by the seam. */
  grown(region: Region): Mask {
    return remember(this.#grown, region, ({ mask }) => mask.dilate(this.seam))
  }

  /** The convex hull of the mask. */
  hull(region: Region): Mask {
    return remember(this.#hulls, region, ({ mask }) => convexHull(mask))
  }

  /** The pixels of `b` within a seam of `a`. */
  contact(a: Region, b: Region): Mask {
    return this.grown(a).intersect(b.mask)
  }
}

function remember(cache: Map<Region, Mask>, region: Region, make: (region: Region) => Mask): Mask {
  const known = cache.get(region) ?? make(region)
  cache.set(region, known)
  return known
}

/** By Andrew's monotone chain over the corners of each column's first and last pixel. */
function convexHull(mask: Mask): Mask {
  const upper: Point[] = []
  const lower: Point[] = []
  const extend = (chain: Point[], point: Point, side: 1 | -1) => {
    while (chain.length > 1 && side * turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop()
    chain.push(point)
  }
  forEachSegment(mask.runs, mask.height, (x, top, bottom) => {
    for (const corner of [x, x + 1]) {
      extend(upper, { x: corner, y: top }, 1)
      extend(lower, { x: corner, y: bottom }, -1)
    }
  })
  const corners = [...upper, ...lower.reverse()].flatMap(({ x, y }) => [x, y])
  return corners.length > 0 ? Mask.fromPolygons([corners], mask) : mask
}

/** Positive where the way from `a` over `b` to `c` turns clockwise, with y downwards. */
function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}
