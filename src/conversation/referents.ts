import { thingsNamed } from '../language/lexicon/nouns.js'
import type { Region } from '../mask/region.js'
import type { Referents } from '../reasoning/execute.js'
import { findingsOf, fruitful, regionsOf, type State } from './state.js'

/** What pronouns stand for. Before anything was picked, all of them mean everything in the picture. */
export function referentsOf(state: State, imageId: string): Referents {
  const { regions } = findingsOf(state, imageId)
  const turns = fruitful(state, imageId)
  const selection = regionsOf(turns.at(-1), regions)

  return {
    resolve(reference): readonly Region[] {
      if (turns.length === 0) return regions
      switch (reference) {
        case 'selection':
          return selection
        case 'kind':
          return kind()
        case 'others':
          return others()
        case 'both':
          return selection.length > 1 ? selection : lastTwo()
        case 'first':
          return regionsOf(turns[0], regions)
        case 'previous':
          return regionsOf(turns.at(-2) ?? turns.at(-1), regions)
      }
    },
  }

  function kind(): readonly Region[] {
    const noun = turns.findLast((turn) => turn.noun !== undefined)?.noun
    return noun === undefined ? regions : thingsNamed(noun, regions)
  }

  /** The rest of the wider set that the selection was taken from; failing that, the others of its kind. */
  function others(): Region[] {
    const chosen = new Set(selection)
    const wider = turns.findLast(({ selection: ids }) => {
      return ids.length > chosen.size && [...chosen].every(({ id }) => ids.includes(id))
    })
    return (wider ? regionsOf(wider, regions) : kind()).filter((region) => !chosen.has(region))
  }

  function lastTwo(): Region[] {
    const before = regionsOf(turns.at(-2), regions)
    return [...before, ...selection.filter((region) => !before.includes(region))]
  }
}
