import type { Image } from '../image/image.js'
import { counted } from '../language/lexicon/morphology.js'
import { nounNames, THING, thingsNamed } from '../language/lexicon/nouns.js'
import type { Region } from '../mask/region.js'
import type { EngineContext, Grounder } from '../perception/engine.js'
import { garmentsOf, type Part } from '../scene/body.js'
import { findNew } from './find.js'
import { type Look, type Masked, masked, named } from './look.js'
import { withoutMisread } from './misread.js'
import { isOpen, nameParts } from './name.js'
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
 * for what goes by none of the known names, and a namer says of parts of the picture whether they are what it has no
 * class for.
 */
export async function seek(
  nouns: readonly string[],
  image: Image,
  known: Findings,
  look: Look,
): Promise<Sighting> {
  const found = await findNew(nouns, image, known, look)
  const { namer } = look.engines
  const sought = [...found.sought]
  const ruledOut: string[] = []
  const renamed = new Map<string, Region>()
  let regions = [...found.regions]
  for (const noun of new Set(nouns)) {
    if (noun === THING || sought.includes(noun) || known.sought.includes(noun)) continue
    const there = () => [...known.regions, ...regions].map((one) => renamed.get(one.id) ?? one)
    const phrases = thingsNamed(noun, there()).length === 0 ? phrasesFor(noun, look.engines.grounder) : []
    const seen = await byLabel(phrases, image, look)
    regions.push(...named(withoutMisread(seen, there()), look))
    const isAsked = namer !== undefined && isOpen(noun, there(), namer)
    if (isAsked) {
      const made = await nameParts(noun, image, there(), namer, look)
      for (const one of made.renamed) renamed.set(one.id, one)
      regions = [...regions, ...named(withoutMisread(made.found, there()), look)]
      if (made.isRuledOut) ruledOut.push(noun)
    }
    const isNamed = look.engines.grounder.labels !== undefined && phrases.length > 0
    // Where a finder has failed, it is asked the next time.
    if (!look.engines.finder && (isAsked || isNamed)) sought.push(noun)
  }
  regions = regions.map((one) => renamed.get(one.id) ?? one)
  return { ...found, regions, renamed: [...renamed.values()], sought, ruledOut }
}

/** The garments that show parts of people, so that colours are read from them; those that were not looked for before. */
export async function seekWorn(
  parts: readonly Part[],
  image: Image,
  { sought }: Findings,
  look: Look,
): Promise<Sighting> {
  const { labels = [] } = look.engines.grounder
  const worn = new Set(parts.flatMap(garmentsOf))
  const phrases = labels.filter((label) => worn.has(label) && !sought.includes(label))
  return { regions: named(await byLabel(phrases, image, look), look), sought: phrases }
}

/** The names that the grounder has for a noun; the noun itself where it takes any. */
function phrasesFor(noun: string, { labels }: Grounder): readonly string[] {
  return labels?.filter((label) => nounNames(noun, label)) ?? [noun]
}

async function byLabel(phrases: readonly string[], image: Image, look: Look): Promise<Masked[]> {
  const found: Masked[] = []
  for (const phrase of phrases) {
    const detections = await look.engines.grounder.ground(image, { phrase }, look.context)
    found.push(...(await masked(image, detections, look)))
  }
  return found
}

/** The context of a step whose own progress, 0 to 1, is `from` to `to` of the whole. */
function portion({ progress, ...context }: EngineContext, from: number, to: number): EngineContext {
  return { ...context, progress: (fraction, message) => progress(from + fraction * (to - from), message) }
}
