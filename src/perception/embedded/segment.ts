import type { Size } from '../../geometry.js'
import type { Detection } from '../engine.js'
import type { WirePrompt } from '../protocol.js'
import type { DecodedMask } from './model.js'
import { chooseMask, type Proposal, proposeBoxes } from './prompts.js'

/** Boxes decoded in one run: bounds memory, and a cancelled request stops between two runs. */
const BATCH = 16

/** Decodes one batch of proposals. */
export type Decode = (batch: readonly Proposal[]) => Promise<DecodedMask[]>

/**
 * One mask a prompt, in their order. All proposals of all prompts share the batches.
 *
 * @param detections what a point without a box may mean
 * @param step called before each run with the share of the work that is done; may throw to stop
 */
export async function segment(
  prompts: readonly WirePrompt[],
  detections: readonly Detection[],
  image: Size,
  decode: Decode,
  step: (fraction: number) => void,
): Promise<DecodedMask[]> {
  const proposed = prompts.map((prompt) => proposeBoxes(prompt, detections, image))
  const all = proposed.flat()
  const masks: DecodedMask[] = []
  while (masks.length < all.length) {
    step(masks.length / all.length)
    masks.push(...(await decode(all.slice(masks.length, masks.length + BATCH))))
  }
  return proposed.map((proposals) => chooseMask(masks.splice(0, proposals.length), proposals))
}
