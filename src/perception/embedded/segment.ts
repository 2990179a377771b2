import type { SegmentPrompt } from '../engine.js'
import type { DecodedMask, Encoding } from './model.js'
import { chooseMask, type Proposal, proposeBoxes } from './prompts.js'

/** Boxes decoded in one run: bounds memory, and a cancelled request stops between two runs. */
const BATCH = 16

/** Decodes one batch of proposals. */
export type Decode = (batch: readonly Proposal[]) => Promise<DecodedMask[]>

/**
 * One mask a prompt, in their order. All proposals of all prompts share the batches.
 *
 * @param step called before each run with the share of the work that is done; may throw to stop
 */
export async function segment(
  prompts: readonly SegmentPrompt[],
  { detections, image }: Encoding,
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
