import type { Size } from '../geometry.js'
import { columnsOf } from '../mask/columns.js'
import type { Region } from '../mask/region.js'

/**
 * How far apart two edges may lie and still touch, as a share of the image's height: masks drawn or predicted next to
 * each other leave a seam of a pixel or two.
 */
const SEAM = 0.012
/** One thing rests on another when at least this share of the narrower one's columns stands on it. */
const MIN_CONTACT = 0.12

/** Who rests on whom in a picture, read from where the underside of one mask meets the next mask below it. */
export class SupportGraph {
  readonly #supporters = new Map<string, Set<string>>()
  readonly #loads = new Map<string, Set<string>>()

  constructor(regions: readonly Region[], size: Size) {
    const tolerance = Math.max(2, Math.round(SEAM * size.height))
    const columns = regions.map((region) => columnsOf(region.mask.runs, size))
    for (const region of regions) {
      this.#supporters.set(region.id, new Set())
      this.#loads.set(region.id, new Set())
    }
    regions.forEach((load, i) => {
      regions.forEach((base, j) => {
        if (i === j || load.box.y + load.box.height / 2 >= base.box.y + base.box.height / 2) return
        const width = Math.min(load.box.width, base.box.width)
        if (contactColumns(columns[i]!, columns[j]!, size.width, tolerance) < MIN_CONTACT * width) return
        this.#supporters.get(load.id)!.add(base.id)
        this.#loads.get(base.id)!.add(load.id)
      })
    })
  }

  /** Ids of what `id` stands on. */
  supportersOf(id: string): ReadonlySet<string> {
    return this.#supporters.get(id) ?? new Set()
  }

  /** Ids of what stands on `id`. */
  loadsOf(id: string): ReadonlySet<string> {
    return this.#loads.get(id) ?? new Set()
  }

  /** Ids of all that comes down, directly or in turn, when the `removed` ones are taken away; without these. */
  fallenWith(removed: ReadonlySet<string>): Set<string> {
    const gone = new Set(removed)
    const queue = [...removed]
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      for (const load of this.loadsOf(id)) {
        if (gone.has(load)) continue
        gone.add(load)
        queue.push(load)
      }
    }
    for (const id of removed) gone.delete(id)
    return gone
  }
}

/** Columns in which the lowest pixel of `load` lies on top of, or within `tolerance` rows of, a segment of `base`. */
function contactColumns(
  load: ReturnType<typeof columnsOf>,
  base: ReturnType<typeof columnsOf>,
  width: number,
  tolerance: number,
): number {
  let contacts = 0
  for (let x = 0; x < width; x++) {
    const last = load.offsets[x + 1]! - 1
    if (last < load.offsets[x]!) continue
    const underside = load.bottoms[last]!
    for (let i = base.offsets[x]!; i < base.offsets[x + 1]!; i++) {
      if (Math.abs(base.tops[i]! - underside) > tolerance) continue
      contacts++
      break
    }
  }
  return contacts
}
