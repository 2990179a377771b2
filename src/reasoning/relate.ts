import { boxCentre, clamp01 } from '../geometry.js'
import { UNCOUNTED } from '../language/lexicon/areas.js'
import { useOf } from '../language/lexicon/uses.js'
import type { Quantity, Relation } from '../language/query.js'
import type { Region } from '../mask/region.js'
import type { Scene } from '../scene/scene.js'

/** How well "`a` RELATION `b`" holds, 0 to 1; 0.5 and more counts as true. */
export function relate(
  relation: Exclude<Relation, 'falls-with'>,
  a: Region,
  b: Region,
  scene: Scene,
): number {
  switch (relation) {
    case 'on':
      return Math.max(scene.relation('on', a, b), isRidden(b) ? scene.relation('riding', a, b) : 0)
    case 'belongs-to':
      // A rider belongs to a horse, as a bag to its bearer.
      return Math.max(scene.relation('belongs-to', a, b), scene.relation('riding', a, b))
    case 'holding':
      return Math.max(scene.relation('holding', a, b), NEAR_HAND * scene.relation('has', a, b))
    case 'held-by':
      return relate('holding', b, a, scene)
    case 'inside':
      // Who stands in the grass or the water only meets it.
      return UNCOUNTED.has(b.label)
        ? Math.max(scene.relation('inside', a, b), scene.relation('touching', a, b))
        : scene.relation('inside', a, b)
    case 'surrounded-by':
      return scene.relation('around', b, a)
    case 'busy-with':
      return scene.relation('closest-to', a, b)
    case 'level-with':
      return level(a, b)
    default:
      return scene.relation(relation, a, b)
  }
}

/** What is at somebody is held at most this surely, where no hand can be made out. */
const NEAR_HAND = 0.6

/** Their middles are at one height, in units of half the taller one's height. */
function level(a: Region, b: Region): number {
  const apart = Math.abs(boxCentre(a.box).y - boxCentre(b.box).y)
  return clamp01(1 - apart / Math.max(1, a.box.height, b.box.height))
}

/** To be on a bike is to ride it. */
function isRidden({ label }: Region): boolean {
  return useOf('ride')
    .serves.split(/, | > /)
    .includes(label)
}

/** The score of "RELATION as many as `quantity` says", from the scores of the single ones; without it, of the best. */
export function quantified(scores: readonly number[], quantity: Quantity | undefined): number {
  if (quantity === undefined) return Math.max(0, ...scores)
  if (quantity === 'all') return scores.length === 0 ? 0 : Math.min(...scores)
  const sorted = [...scores].sort((a, b) => b - a)
  const { limit, count } = quantity
  const enough = sorted[count - 1] ?? 0
  const tooMany = sorted[count] ?? 0
  if (limit === 'at least') return enough
  return limit === 'at most' ? 1 - tooMany : Math.min(enough, 1 - tooMany)
}
