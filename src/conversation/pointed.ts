import { nounOf } from '../language/nouns-of.js'
import type { Reading } from '../language/query.js'
import type { Region } from '../mask/region.js'
import { answerInWords, inventoryInWords, reasonsOf } from '../reasoning/answer.js'
import type { Scene } from '../scene/scene.js'
import type { Understood } from './draft.js'

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
  // The finder took every word into account.
  const heard = { program, ignored: [], mended: reading.mended }
  const answer = answerInWords(heard, { candidates, notes: [] }, scene)
  return { image: scene.image, regions, answer, reasons, noun: nounOf(program.target), program }
}
