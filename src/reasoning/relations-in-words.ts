import { nounNames } from '../language/lexicon/nouns.js'
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
  'hides',
  'left-of',
  'above',
  'next-to',
  'nearer-than',
] as const satisfies readonly Exclude<Relation, 'falls-with'>[]

/** Only people and animals do these: outlines alone would have a suitcase ride another. */
const DONE = ['holding', 'wearing', 'riding'] as const satisfies readonly Exclude<Relation, 'falls-with'>[]

/** Pairs grow with the square of the regions. */
const MAX_LINES = 120

/** What holds between regions, one fact a line: "r1 (dog) is on r3 (sofa)". */
export function relationsInWords(regions: readonly Region[], scene: Scene): string[] {
  const alive = regions.filter(({ label }) => label === 'person' || nounNames('animal', label))
  const lines = [
    ...TOLD.flatMap((relation) => linesOf(relation, regions)),
    ...DONE.flatMap((relation) => linesOf(relation, alive)),
  ]
  return lines.slice(0, MAX_LINES)

  function linesOf(relation: (typeof TOLD | typeof DONE)[number], subjects: readonly Region[]): string[] {
    return subjects.flatMap((a) =>
      regions
        .filter((b) => b !== a && relate(relation, a, b, scene) >= HOLDS)
        .map((b) => `${named(a)} is ${relationTo(relation, named(b))}`),
    )
  }
}

function named({ id, label }: Region): string {
  return `${id} (${label})`
}
