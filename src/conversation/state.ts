import { thingsNamed } from '../language/lexicon/nouns.js'
import type { REFERENCES } from '../language/query.js'
import type { Region } from '../mask/region.js'
import type { Referents } from '../reasoning/execute.js'
import type { Scene } from '../scene/scene.js'

/** One thing said and what came of it. */
export interface Turn {
  readonly text: string
  readonly imageId: string
  /** Ids of the regions that were picked. */
  readonly selection: readonly string[]
  readonly answer: string
  readonly reasons: Readonly<Record<string, string>>
  /** What it was about, for "the red one" later. */
  readonly noun: string | undefined
}

/** All that a conversation knows. Never changed in place, so that undo is to go back to an earlier one. */
export interface State {
  readonly imageId: string | undefined
  readonly scenes: ReadonlyMap<string, Scene>
  readonly turns: readonly Turn[]
}

export const EMPTY: State = { imageId: undefined, scenes: new Map(), turns: [] }

/** Turns about one picture that found something, oldest first: an answer of "none" leaves what "it" means alone. */
function fruitful(state: State, scene: Scene): Turn[] {
  return state.turns.filter(({ imageId, selection }) => imageId === scene.image.id && selection.length > 0)
}

/** The turn that the selection in a picture comes from. */
export function latestChoice(state: State, scene: Scene): Turn | undefined {
  return fruitful(state, scene).at(-1)
}

/** What pronouns stand for. Before anything was picked, all of them mean everything in the picture. */
export function referentsOf(state: State, scene: Scene): Referents {
  const turns = fruitful(state, scene)
  const selection = regionsOf(turns.at(-1), scene)

  return {
    resolve(reference: (typeof REFERENCES)[number]): readonly Region[] {
      if (turns.length === 0) return scene.regions
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
          return regionsOf(turns[0], scene)
      }
    },
  }

  function kind(): readonly Region[] {
    const noun = turns.findLast((turn) => turn.noun !== undefined)?.noun
    return noun === undefined ? scene.regions : thingsNamed(noun, scene.regions)
  }

  /** The rest of the wider set that the selection was taken from; failing that, the others of its kind. */
  function others(): Region[] {
    const chosen = new Set(selection)
    const wider = turns.findLast(({ selection: ids }) => {
      return ids.length > chosen.size && [...chosen].every(({ id }) => ids.includes(id))
    })
    return (wider ? regionsOf(wider, scene) : kind()).filter((region) => !chosen.has(region))
  }

  function lastTwo(): Region[] {
    const before = regionsOf(turns.at(-2), scene)
    return [...before, ...selection.filter((region) => !before.includes(region))]
  }
}

/** The regions that a turn picked. */
export function regionsOf(turn: Turn | undefined, scene: Scene): Region[] {
  const ids = new Set(turn?.selection)
  return scene.regions.filter(({ id }) => ids.has(id))
}
