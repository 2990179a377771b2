import type { Image } from '../image/image.js'
import { counted } from '../language/lexicon/morphology.js'
import { nounNames, THING, thingsNamed } from '../language/lexicon/nouns.js'
import type { Region } from '../mask/region.js'
import type { Detection, EngineContext, Grounder, Segmenter } from '../perception/engine.js'

export interface Engines {
  grounder: Grounder
  segmenter: Segmenter
}

/** What looking at a picture takes. */
export interface Look {
  engines: Engines
  context: EngineContext
  /** An id that no region had before. */
  newId(): string
}

/** Regions of everything in the picture that the grounder names. */
export async function explore(image: Image, look: Look): Promise<Region[]> {
  const { engines, context } = look
  const detections = await engines.grounder.ground(image, { everything: true }, portion(context, 0, 0.5))
  context.progress(0.5, `found ${counted(detections.length, 'object')}`)
  return segmented(image, detections, { ...look, context: portion(context, 0.5, 0.9) })
}

/**
 * Regions for each noun that none of the known ones goes by: the grounder is asked for these by name, since it looks
 * harder for what it is told to find.
 */
export async function seek(
  nouns: readonly string[],
  image: Image,
  known: readonly Region[],
  look: Look,
): Promise<Region[]> {
  const { grounder } = look.engines
  const found: Region[] = []
  for (const noun of nouns) {
    if (noun === THING || thingsNamed(noun, [...known, ...found]).length > 0) continue
    const phrases = grounder.labels?.filter((label) => nounNames(noun, label)) ?? [noun]
    for (const phrase of phrases) {
      const detections = await grounder.ground(image, { phrase }, look.context)
      if (detections.length > 0) found.push(...(await segmented(image, detections, look)))
    }
  }
  return found
}

/** The context of a step whose own progress, 0 to 1, is `from` to `to` of the whole. */
function portion({ signal, progress }: EngineContext, from: number, to: number): EngineContext {
  return { signal, progress: (fraction, message) => progress(from + fraction * (to - from), message) }
}

/** Detections become regions, but for those whose mask is blank. */
async function segmented(
  image: Image,
  detections: readonly Detection[],
  { engines, context, newId }: Look,
): Promise<Region[]> {
  const prompts = detections.map(({ box }) => ({ box }))
  const masks = await engines.segmenter.segment(image, prompts, context)
  return detections
    .map(({ label, score }, i) => ({ label, score, mask: masks[i]!.mask }))
    .filter(({ mask }) => !mask.isEmpty)
    .map((region) => ({ ...region, id: newId(), box: region.mask.box }))
}
