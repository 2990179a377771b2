import { ADJECTIVES, COMPARATIVES, GARMENTS, NUMBERS, ORDINALS, PLACES, SUPERLATIVES } from './modifiers.js'
import { plural } from './morphology.js'
import { curatedNouns } from './nouns.js'
import { USE_NAMES, useOf } from './uses.js'
import { ACTIONS, POSTURES, PREPOSITIONS } from './verbs.js'

let vocabulary: ReadonlySet<string> | undefined

/** Every single word that the lexicon itself has: what a slip of the keys may have been meant for. */
export function mendableWords(): ReadonlySet<string> {
  vocabulary ??= new Set(everyWord())
  return vocabulary
}

function everyWord(): string[] {
  const nouns = [...curatedNouns()].flatMap((noun) => [...noun.split(' '), ...plural(noun).split(' ')])
  const maps = [ADJECTIVES, COMPARATIVES, GARMENTS, NUMBERS, ORDINALS, PLACES, SUPERLATIVES, ACTIONS]
  const clauses = USE_NAMES.flatMap((name) => useOf(name).says.split(/[ ,|<>]+/))
  return [
    ...nouns,
    ...maps.flatMap((map) => [...map.keys()]),
    ...POSTURES,
    ...PREPOSITIONS.flatMap(([words]) => words),
    ...clauses,
  ].filter((word) => word !== '')
}
