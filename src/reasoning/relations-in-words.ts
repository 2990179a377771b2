import { relationTo } from '../language/print.js'
import type { Relation } from '../language/query.js'
import type { Region } from '../mask/region.js'
import type { Scene } from '../scene/scene.js'
import { HOLDS } from './judge.js'
import { relate } from './relate.js'

/** Relations worth telling of a pair; of each and its converse only one. */
const TOLD = [
  'on',
  'supports',
  'inside',
  'holding',
  'wearing',
  'riding',
  'hides',
  'left-of',
  'above',
  'next-to',
  'nearer-than',
] as const satisfies readonly Exclude<Relation, 'falls-with'>[]

/** Pairs grow with the square of the regions. */
const MAX_LINES = 120

/** What holds between regions, one fact a line: "r1 (dog) is on r3 (sofa)". */
export function relationsInWords(regions: readonly Region[], scene: Scene): string[] {
  const lines: string[] = []
  for (const relation of TOLD) {
    for (const a of regions) {
      for (const b of regions) {
        if (a === b || relate(relation, a, b, scene) < HOLDS) continue
        lines.push(`${a.id} (${a.label}) is ${relationTo(relation, `${b.id} (${b.label})`)}`)
      }
    }
  }
  return lines.slice(0, MAX_LINES)
}
