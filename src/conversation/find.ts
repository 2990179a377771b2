import { ModelError } from '../errors.js'
import { boxIou } from '../geometry.js'
import type { Image } from '../image/image.js'
import { singular } from '../language/lexicon/morphology.js'
import { nounNames, THING, thingsNamed } from '../language/lexicon/nouns.js'
import { nounOf } from '../language/nouns-of.js'
import { parse } from '../language/parse.js'
import type { Region } from '../mask/region.js'
import type { Detection, GroundQuery } from '../perception/engine.js'
import { type Look, segmented } from './look.js'
import type { Findings } from './state.js'
import type { Sighting } from './timeline.js'

/** Two boxes that share this much are one object. */
const SAME_OBJECT_IOU = 0.6
/** A second look at each of sixty bottles would take an hour. */
const MAX_CHECKED = 24

/** What the finder sees of nouns that it was not asked for yet, but for what is known. Nothing where it fails. */
export async function findNew(
  nouns: readonly string[],
  image: Image,
  known: Findings,
  look: Look,
): Promise<Sighting & { readonly sought: readonly string[] }> {
  const { finder } = look.engines
  const unasked = finder ? [...new Set(nouns)].filter((noun) => !known.sought.includes(noun)) : []
  const detections: Detection[] = []
  const sought: string[] = []
  for (const query of queriesFor(unasked)) {
    const seen = await unlessItFails(image, query, look)
    if (!seen) break
    const everything = 'everything' in query
    const there = [...known.regions, ...detections]
    // Whoever names everything names again what goes by another name already.
    const isKnown = (one: Detection) =>
      there.some((other) => isSame(one, other) && (everything || areAlike(one, other)))
    detections.push(...seen.filter((one) => !isKnown(one)))
    sought.push(...(everything ? [THING] : unasked.filter((noun) => noun !== THING)))
  }
  const regions = await segmented(image, detections, look)
  const rejected = new Set<string>()
  for (const noun of sought) {
    const named = thingsNamed(noun, [...known.regions, ...regions])
    for (const id of await failing(noun, named, image, look)) rejected.add(id)
  }
  const isKept = ({ id }: Region) => !rejected.has(id)
  return { regions: regions.filter(isKept), rejected: [...rejected], sought }
}

/**
 * What a whole phrase points at: regions that are known, and `fresh` ones. `undefined` where there is no finder, or it
 * failed.
 */
export async function pointAt(
  phrase: string,
  image: Image,
  known: readonly Region[],
  look: Look,
): Promise<{ regions: Region[]; fresh: Region[] } | undefined> {
  const seen = await unlessItFails(image, { phrase }, look)
  if (!seen) return undefined
  const noun = nounIn(phrase)
  const detections = seen.map((one) => ({ ...one, label: oneOf(one.label, noun) }))
  const same = detections.map((one) => known.find((region) => isSame(region, one)))
  const unknown = detections.filter((_, i) => !same[i])
  const fresh = await segmented(image, unknown, look)
  const pointed = [...new Set(same.filter((region) => region !== undefined)), ...fresh]
  const rejected = await failing(phrase, pointed, image, look)
  const isKept = ({ id }: Region) => !rejected.includes(id)
  return { regions: pointed.filter(isKept), fresh: fresh.filter(isKept) }
}

/** All nouns in one query, but for what stands for everything. */
function queriesFor(nouns: readonly string[]): GroundQuery[] {
  const phrases = nouns.filter((noun) => noun !== THING)
  return [
    ...(phrases.length > 0 ? [{ phrases }] : []),
    ...(nouns.includes(THING) ? [{ everything: true as const }] : []),
  ]
}

function nounIn(phrase: string): string | undefined {
  const { program } = parse(phrase)
  return 'target' in program ? nounOf(program.target) : undefined
}

/** Each of the "smiling wombats" that are looked for is a "smiling wombat". */
function oneOf(label: string, noun: string | undefined): string {
  const single = singular(label)
  return noun !== undefined && !label.endsWith(noun) && single.endsWith(noun) ? single : label
}

type Named = Pick<Detection, 'label' | 'box'>

function isSame(a: Named, b: Named): boolean {
  return boxIou(a.box, b.box) >= SAME_OBJECT_IOU
}

function areAlike(a: Named, b: Named): boolean {
  return nounNames(a.label, b.label) || nounNames(b.label, a.label)
}

/**
 * `undefined` where the finder could not be asked: that is said in the trace, and nothing is lost by it. Once a request is
 * enough to wait for somebody who is not there.
 */
async function unlessItFails(
  image: Image,
  query: GroundQuery,
  { engines: { finder }, context, failed }: Look,
): Promise<Detection[] | undefined> {
  if (!finder || failed.has(finder)) return undefined
  try {
    return await finder.ground(image, query, context)
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    const detail = `${finder.name} failed, so the built-in engine looked instead. ${error.message}`
    context.trace?.({ kind: 'fallback', detail, model: finder.name })
    failed.add(finder)
    return undefined
  }
}

/** Ids of the regions that a second look finds not to be what the phrase says. */
async function failing(
  phrase: string,
  regions: readonly Region[],
  image: Image,
  { engines: { check }, context, failed }: Look,
): Promise<string[]> {
  if (!check || phrase === THING) return []
  const rejected: string[] = []
  if (regions.length > MAX_CHECKED) {
    const detail = `${regions.length} regions: the first ${MAX_CHECKED} were looked at again`
    context.trace?.({ kind: 'check', detail })
  }
  for (const region of regions.slice(0, MAX_CHECKED)) {
    if (failed.has(check)) break
    const verdict = await check(image, region, phrase, context)
    if (verdict === 'no') rejected.push(region.id)
    if (verdict === undefined) failed.add(check)
  }
  return rejected
}
