import type { Image } from '../image/image.js'
import { counted } from '../language/lexicon/morphology.js'
import { nounNames, THING, thingsNamed } from '../language/lexicon/nouns.js'
import type { EngineContext } from '../perception/engine.js'
import { findNew } from './find.js'
import { type Look, type Masked, masked, named } from './look.js'
import { withoutMisread } from './misread.js'
import type { Findings } from './state.js'
import type { Sighting } from './timeline.js'

/** Everything in the picture that the grounder names. */
export async function explore(image: Image, look: Look): Promise<Sighting> {
  const { engines, context } = look
  const detections = await engines.grounder.ground(image, { everything: true }, portion(context, 0, 0.5))
  context.progress(0.5, `found ${counted(detections.length, 'object')}`)
  const found = await masked(image, detections, { ...look, context: portion(context, 0.5, 0.9) })
  return { regions: named(withoutMisread(found, []), look) }
}

/**
 * What nouns name. A finder is asked once a picture for each; without one, or where it fails, the grounder looks harder
 * for what goes by none of the known names.
 */
export async function seek(
  nouns: readonly string[],
  image: Image,
  known: Findings,
  look: Look,
): Promise<Sighting> {
  const found = await findNew(nouns, image, known, look)
  const regions = [...found.regions]
  for (const noun of new Set(nouns)) {
    if (noun === THING || found.sought.includes(noun) || known.sought.includes(noun)) continue
    const there = [...known.regions, ...regions]
    if (thingsNamed(noun, there).length > 0) continue
    regions.push(...named(withoutMisread(await byLabel(noun, image, look), there), look))
  }
  return { ...found, regions }
}

/** A noun by the names that the grounder has for it. */
async function byLabel(noun: string, image: Image, look: Look): Promise<Masked[]> {
  const { grounder } = look.engines
  const phrases = grounder.labels?.filter((label) => nounNames(noun, label)) ?? [noun]
  const found: Masked[] = []
  for (const phrase of phrases) {
    const detections = await grounder.ground(image, { phrase }, look.context)
    found.push(...(await masked(image, detections, look)))
  }
  return found
}

/** The context of a step whose own progress, 0 to 1, is `from` to `to` of the whole. */
function portion({ progress, ...context }: EngineContext, from: number, to: number): EngineContext {
  return { ...context, progress: (fraction, message) => progress(from + fraction * (to - from), message) }
}
