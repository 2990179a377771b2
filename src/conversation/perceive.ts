import type { Image } from '../image/image.js'
import { counted } from '../language/lexicon/morphology.js'
import { nounNames, THING, thingsNamed } from '../language/lexicon/nouns.js'
import type { Region } from '../mask/region.js'
import type { Detection, EngineContext, Grounder, Segmenter } from '../perception/engine.js'
import { Scene } from '../scene/scene.js'

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

/** The scene of everything that the grounder names, with the regions that were pointed at before. */
export async function explore(image: Image, known: Scene | undefined, look: Look): Promise<Scene> {
  const { engines, context } = look
  const detections = await engines.grounder.ground(image, { everything: true }, portion(context, 0, 0.5))
  context.progress(0.5, `found ${counted(detections.length, 'object')}`)
  return enriched(image, known?.regions ?? [], detections, { ...look, context: portion(context, 0.5, 0.9) })
}

/**
 * The scene, enriched for each noun that nothing in it goes by: the grounder is asked for these by name, since it looks
 * harder for what it is told to find.
 */
export async function seek(nouns: readonly string[], scene: Scene, look: Look): Promise<Scene> {
  const { grounder } = look.engines
  let enrichedScene = scene
  for (const noun of nouns) {
    if (noun === THING || thingsNamed(noun, enrichedScene.regions).length > 0) continue
    const phrases = grounder.labels?.filter((label) => nounNames(noun, label)) ?? [noun]
    for (const phrase of phrases) {
      const detections = await grounder.ground(scene.image, { phrase }, look.context)
      if (detections.length === 0) continue
      enrichedScene = await enriched(scene.image, enrichedScene.regions, detections, look)
    }
  }
  return enrichedScene
}

/** The context of a step whose own progress, 0 to 1, is `from` to `to` of the whole. */
function portion({ signal, progress }: EngineContext, from: number, to: number): EngineContext {
  return { signal, progress: (fraction, message) => progress(from + fraction * (to - from), message) }
}

/** Detections become regions, but for those whose mask is blank. */
async function enriched(
  image: Image,
  known: readonly Region[],
  detections: readonly Detection[],
  { engines, context, newId }: Look,
): Promise<Scene> {
  const prompts = detections.map(({ box }) => ({ box }))
  const masks = await engines.segmenter.segment(image, prompts, context)
  const found = detections
    .map(({ label, score }, i) => ({ label, score, mask: masks[i]!.mask }))
    .filter(({ mask }) => !mask.isEmpty)
    .map((region): Region => ({ ...region, id: newId(), box: region.mask.box }))
  return new Scene(image, [...known, ...found], true)
}
