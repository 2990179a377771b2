import type { Image } from '../image/image.js'
import type { Region } from '../mask/region.js'
import type { Detection, EngineContext, Grounder, Namer, Segmenter } from '../perception/engine.js'
import type { RegionCheck } from '../perception/vlm/check.js'
import type { Agent, Interpreter } from '../reasoning/reasoner.js'

export interface Engines {
  /** Sees at a glance what it has names for. */
  readonly grounder: Grounder
  readonly segmenter: Segmenter
  /** Says of parts of a picture which of a thousand things they are: what the grounder has no names for. */
  readonly namer?: Namer | undefined
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

/** The masks of detections, but for blank ones; the segmenter draws those that come without. */
export async function masked(
  image: Image,
  detections: readonly Detection[],
  { engines, context }: Look,
): Promise<Masked[]> {
  const undrawn = detections.filter(({ mask }) => !mask)
  const prompts = undrawn.map(({ box }) => ({ box }))
  const drawn = undrawn.length > 0 ? await engines.segmenter.segment(image, prompts, context) : []
  const masks = new Map(undrawn.map((one, i) => [one, drawn[i]!.mask]))
  return detections
    .map((one) => ({ label: one.label, score: one.score, mask: one.mask ?? masks.get(one)! }))
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
