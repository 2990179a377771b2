import type { Image } from '../image/image.js'
import type { Region } from '../mask/region.js'
import type { Detection, EngineContext, Grounder, Segmenter } from '../perception/engine.js'
import type { RegionCheck } from '../perception/vlm/check.js'
import type { Agent, Interpreter } from '../reasoning/reasoner.js'

export interface Engines {
  /** Sees at a glance what it has names for. */
  readonly grounder: Grounder
  readonly segmenter: Segmenter
  /** Takes any phrase: what people name is looked for with it. Where it fails, `grounder` has to do. */
  readonly finder?: Grounder | undefined
  /** A second look at what was found for a phrase. */
  readonly check?: RegionCheck | undefined
  readonly interpreter?: Interpreter | undefined
  readonly agent?: Agent | undefined
}

/** What looking at a picture takes. */
export interface Look {
  readonly engines: Engines
  readonly context: EngineContext
  /** Who failed in the request under way. */
  readonly failed: Set<Grounder | RegionCheck>
  /** An id that no region had before. */
  newId(): string
}

/** A region that has no id yet. */
export type Masked = Omit<Region, 'id' | 'box'>

/** The masks of detections, but for blank ones. */
export async function masked(
  image: Image,
  detections: readonly Detection[],
  { engines, context }: Look,
): Promise<Masked[]> {
  if (detections.length === 0) return []
  const prompts = detections.map(({ box }) => ({ box }))
  const masks = await engines.segmenter.segment(image, prompts, context)
  return detections
    .map(({ label, score }, i) => ({ label, score, mask: masks[i]!.mask }))
    .filter(({ mask }) => !mask.isEmpty)
}

/** What was masked, as regions. */
export function named(found: readonly Masked[], { newId }: Look): Region[] {
  return found.map((one) => ({ ...one, id: newId(), box: one.mask.box }))
}

/** Detections become regions, but for those whose mask is blank. */
export async function segmented(
  image: Image,
  detections: readonly Detection[],
  look: Look,
): Promise<Region[]> {
  return named(await masked(image, detections, look), look)
}
