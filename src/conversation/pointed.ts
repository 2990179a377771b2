import { listed } from '../language/lexicon/morphology.js'
import { nounOf } from '../language/nouns-of.js'
import { describe } from '../language/print.js'
import type { Expression, Reading } from '../language/query.js'
import type { Region } from '../mask/region.js'
import { answerInWords, reasonsOf } from '../reasoning/answer.js'
import type { Candidate } from '../reasoning/candidate.js'
import { quoted } from '../reasoning/execute.js'
import { inventoryInWords } from '../reasoning/inventory.js'
import type { Scene } from '../scene/scene.js'
import type { Understood } from './draft.js'

const MAX_QUOTED = 6

/** The answer where a finder pointed at regions for a whole sentence. */
export function pointedOut(
  reading: Reading,
  regions: readonly Region[],
  scene: Scene,
  finder: string | undefined,
): Understood {
  const candidates = regions.map((region) => ({ region, score: 1, reasons: [`found by ${finder}`] }))
  const reasons = reasonsOf(candidates, scene)
  const { program } = reading
  if (!('target' in program)) {
    const answer =
      regions.length > 0
        ? `${regions.length} found: ${regions.map(({ id }) => id).join(', ')}.`
        : `Nothing in the picture fits that. ${inventoryInWords(scene)}`
    return { image: scene.image, regions, answer, reasons }
  }
  const answer = inWords({ ...reading, program }, candidates, scene, finder)
  return { image: scene.image, regions, answer, reasons, noun: nounOf(program.target), program }
}

/** The finder took every word into account, those too that the grammar did not know. */
function inWords(
  reading: Reading & { program: { target: Expression } },
  candidates: readonly Candidate[],
  scene: Scene,
  finder: string | undefined,
): string {
  const { program, ignored } = reading
  const words = listed([...new Set(ignored)].slice(0, MAX_QUOTED).map(quoted))
  if (words !== '' && candidates.length === 0) {
    const no = program.intent === 'exists' ? 'No. ' : ''
    return `${no}I see no ${describe(program.target, 1)} that fits ${words}. ${inventoryInWords(scene)}`
  }
  const notes = words === '' ? [] : [`${finder} took ${words} into account.`]
  return answerInWords({ ...reading, ignored: [] }, { candidates, notes, unrecognised: [] }, scene)
}
