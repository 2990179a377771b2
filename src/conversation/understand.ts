import type { ImageInfo } from '../image/image.js'
import { nounOf } from '../language/nouns-of.js'
import type { Condition, Reading } from '../language/query.js'
import { seenPart } from '../language/unseen.js'
import { answerInWords, reasonsOf } from '../reasoning/answer.js'
import { execute } from '../reasoning/execute.js'
import { inventoryInWords } from '../reasoning/inventory.js'
import type { Scene } from '../scene/scene.js'
import { restated } from './again.js'
import { type Draft, everythingIn, remark, type Understood } from './draft.js'
import { referentsOf } from './referents.js'
import { isAnybodys, settled } from './settle.js'
import { fruitful, type State } from './state.js'

/** What a sentence may mean at this point of the conversation, likeliest first. */
export function readingsOf(reading: Reading, state: State, { id }: ImageInfo): Reading[] {
  const { program } = reading
  if (program.intent !== 'again') return [reading]
  const last = state.turns.findLast((turn) => turn.imageId === id && turn.program)
  const former = last && last.selection.length > 0 ? 'previous' : 'selection'
  return restated(last?.program, program.but, former).map((one) => ({ ...reading, program: one }))
}

/** The first reading that finds something, and something else than what is selected already. */
export function likeliest(readings: readonly Reading[], scene: Scene, state: State): Understood {
  const selected = fruitful(state, scene.image.id).at(-1)?.selection ?? []
  const drafts = readings.map((reading) => understood(reading, scene, state))
  const isNew = ({ regions }: Draft) =>
    regions.length > 0 &&
    !(regions.length === selected.length && regions.every(({ id }) => selected.includes(id)))
  return drafts.find(isNew) ?? drafts.at(-1)!
}

/** What one reading picks in a scene. */
export function understood(reading: Reading, scene: Scene, state: State): Understood {
  const { program } = reading
  const { image } = scene
  if (program.intent === 'look') return everythingIn(scene)
  if (!('target' in program)) {
    const hint = scene.regions.length > 0 ? ` ${inventoryInWords(scene)}` : ''
    return remark(image, `I did not understand that. Try "the red car on the left".${hint}`)
  }
  const target = settled(program.target, state, image.id)
  const outcome = execute(target, scene, referentsOf(state, image.id))
  // What could not be told was left out, and is not claimed of what was found.
  const isLeftOut = (condition: Condition) =>
    isAnybodys(condition) || leadsTo(condition, outcome.unrecognised)
  const claimed = outcome.candidates.length > 0 ? seenPart(target, isLeftOut) : target
  return {
    image,
    regions: outcome.candidates.map(({ region }) => region),
    answer: answerInWords({ ...reading, program: { ...program, target: claimed } }, outcome, scene),
    reasons: reasonsOf(outcome.candidates, scene),
    noun: nounOf(program.target) ?? state.turns.at(-1)?.noun,
    program,
  }
}

function leadsTo(condition: Condition, nouns: readonly string[]): boolean {
  if (condition.kind !== 'relation' && condition.kind !== 'between') return false
  return nouns.includes(nounOf(condition.to) ?? '')
}
