import { UNCOUNTED } from '../language/lexicon/areas.js'
import { listed, plural, withArticle } from '../language/lexicon/morphology.js'
import { isOfClasses, isPair, naming, THING } from '../language/lexicon/nouns.js'
import { nounOf, nounsOf } from '../language/nouns-of.js'
import { describe } from '../language/print.js'
import type { ASPECTS, Expression, Program, Reading } from '../language/query.js'
import type { Region } from '../mask/region.js'
import type { Scene } from '../scene/scene.js'
import type { Candidate } from './candidate.js'
import { confidenceIn } from './confidence.js'
import { type Outcome, quoted } from './execute.js'
import { inventory, inventoryInWords } from './inventory.js'
import { acquaintanceIn, regionsNamed } from './recognise.js'

/** Regions named one by one in an answer; beyond that their count is enough. */
const MAX_NAMED = 8
/** A second colour is told of from this share of a thing on. */
const TELLING_SHARE = 0.2

/** The answer in words to a reading that points at something. Stands alone: no picture is needed to follow it. */
export function answerInWords(
  reading: Reading & { program: { target: Expression } },
  outcome: Outcome,
  scene: Scene,
): string {
  const { program, ignored, mended } = reading
  const { candidates, notes, unnamed, unrecognised } = outcome
  const isInPart = program.intent === 'exists' && ignored.length + unrecognised.length > 0
  const said =
    candidates.length > 0
      ? `${isInPart ? 'I can tell only in part. ' : ''}${found(program, candidates, scene)}`
      : none(program.target, unnamed, program.intent === 'exists', scene)
  const left =
    ignored.length > 0 ? [`I did not take into account: ${listed(ignored.slice(0, 6).map(quoted))}.`] : []
  const slips = mended.map(({ typed, read }) => `I read ${quoted(typed)} as ${quoted(read)}.`)
  return [...slips, said, ...notes, ...left].join(' ')
}

function found(
  program: Program & { target: Expression },
  candidates: readonly Candidate[],
  scene: Scene,
): string {
  const { intent, target } = program
  const count = candidates.length
  const things = describe(target, count)
  if (intent === 'tell') return told(program.about, candidates, scene)
  if (intent === 'count') {
    // "How many are there?" names nothing that could be counted.
    if (isTalk(target)) return `${count}: ${ids(candidates)}.`
    return count === 1 ? `There is 1 ${things}.` : `There are ${count} ${things}.`
  }
  if (intent === 'exists') {
    const enough = target.kind !== 'definite' || count >= target.count
    const yes = isDoubtful(target, candidates) || mayOnlyBe(nounOf(target), candidates) ? 'Perhaps' : 'Yes'
    return `${enough ? yes : 'No, not as many'}: ${ids(candidates)}.`
  }
  if (isTalk(target)) return `${count === 1 ? 'That is' : 'These are'} ${named(candidates)}.`
  const said = amount(target, candidates)
  return `${sentenceCase(isDoubtful(target, candidates) ? `perhaps ${said}` : said)}: ${ids(candidates)}.`
}

/** "2 red cars", "the third car from the left", "the grass", "the shoes" */
function amount(target: Expression, candidates: readonly Candidate[]): string {
  const count = candidates.length
  const labels = candidates.map(({ region }) => region.label)
  if (labels.every((label) => UNCOUNTED.has(label))) return `the ${describe(target, 1)}`
  if (labels.every(isPair)) return `the ${describe(target, 2)}`
  const things = describe(target, count)
  if (target.kind === 'pick') return `the ${things}`
  return things.startsWith(`${count} `) ? things : `${count} ${things}`
}

function sentenceCase(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

/** True where none of them is likely to be what it was found as; anything is a thing. */
function isDoubtful(target: Expression, candidates: readonly Candidate[]): boolean {
  return nounOf(target) !== THING && candidates.every(({ region }) => confidenceIn(region) === 'perhaps')
}

/** True where what they are seen as leaves open whether they are what the noun says: a car, whether a jeep. */
function mayOnlyBe(noun: string | undefined, candidates: readonly Candidate[]): boolean {
  return noun !== undefined && candidates.every(({ region }) => naming(noun, region.label) === 'may be')
}

/** "The cup r1 is white and brown." */
function told(about: (typeof ASPECTS)[number], candidates: readonly Candidate[], scene: Scene): string {
  const said = candidates.slice(0, MAX_NAMED).map(({ region }) => {
    const { id, label } = region
    if (about === 'kind') return `${id} is ${withArticle(label)}`
    const [first, ...others] = scene.colours(region)
    if (!first) return `The ${label} ${id} has no colour that I could name`
    const second = others.find(({ share }) => share >= TELLING_SHARE)
    return `The ${label} ${id} is ${second ? `${first.name} and ${second.name}` : first.name}`
  })
  const more = candidates.length - said.length
  return `${said.join('. ')}${more > 0 ? `. And ${more} more` : ''}.`
}

/** True where the expression starts from "it" or "them", which has no noun of its own to repeat. */
function isTalk(target: Expression): boolean {
  return nounOf(target) === undefined || target.kind === 'union'
}

function ids(candidates: readonly Candidate[]): string {
  const shown = candidates.slice(0, MAX_NAMED).map(({ region }) => region.id)
  return candidates.length > MAX_NAMED
    ? `${shown.join(', ')} and ${candidates.length - MAX_NAMED} more`
    : listed(shown)
}

function named(candidates: readonly Candidate[]): string {
  if (candidates.length > MAX_NAMED) return ids(candidates)
  return listed(candidates.map(({ region }) => `${region.label} ${region.id}`))
}

/** "There is no red car. I see 2 cars: white and blue." */
function none(target: Expression, unnamed: Outcome['unnamed'], asked: boolean, scene: Scene): string {
  const noun = nounOf(target)
  const see = inventoryInWords(scene)
  if (unnamed) {
    const { noun: word, known } = unnamed
    return known
      ? `I know what ${quoted(word)} means, but I can't recognise such things. ${see}`
      : `I don't know what ${quoted(word)} is. ${see}`
  }
  const missed = nounsOf(target).find((one) => isMissed(one, scene))
  if (missed !== undefined) return unseen(missed, scene)
  const lacking = noun === undefined ? 'None of them fits.' : nothingLike(describe(target, 1))
  const nothing = asked ? `No. ${lacking}` : lacking
  if (noun === undefined || noun === THING || acquaintanceIn(scene, noun) !== 'visible')
    return `${nothing} ${see}`
  const alike = regionsNamed(noun, scene)
  return alike.length > 0 && target.kind !== 'things'
    ? `${nothing} ${alternatives(noun, alike, scene)}`
    : `${nothing} ${see}`
}

/** "I see no teapot, but 1 dog.": of all but the detector's classes, what is there is too often missed to deny it. */
function unseen(noun: string, { regions }: Scene): string {
  const seen = inventory(regions)
  return `I see no ${isPair(noun) ? plural(noun) : noun}, ${seen ? `but ${seen}` : 'and nothing else that I can name'}.`
}

/** True for what was looked for, and is told by none of the detector's classes. */
function isMissed(noun: string, scene: Scene): boolean {
  const isLookedFor = !isOfClasses(noun) && acquaintanceIn(scene, noun) === 'visible'
  return isLookedFor && regionsNamed(noun, scene).length === 0
}

/** "There is no red car.", "There is nothing on the table." */
function nothingLike(things: string): string {
  return things.startsWith(THING)
    ? `There is nothing${things.slice(THING.length)}.`
    : `There is no ${things}.`
}

function alternatives(noun: string, alike: readonly Region[], scene: Scene): string {
  const colours = [
    ...new Set(alike.map((region) => colourOf(region, scene)).filter((name) => name !== undefined)),
  ]
  const name = alike.every(({ label }) => label === 'person' && naming(noun, label) === 'may be')
    ? 'person'
    : noun
  const things = alike.length === 1 ? `1 ${name}` : `${alike.length} ${plural(name)}`
  return `I see ${things}${colours.length > 0 ? `: ${listed(colours)}` : ''}.`
}

/** "suitcase, orange; nothing rests on it": why each region was picked. */
export function reasonsOf(candidates: readonly Candidate[], scene: Scene): Record<string, string> {
  return Object.fromEntries(candidates.map((one) => [one.region.id, reasonOf(one, scene)]))
}

function reasonOf({ region, reasons }: Candidate, scene: Scene): string {
  const colour = colourOf(region, scene)
  const said = reasons.filter((reason) => reason !== region.label && reason !== colour)
  return [colour ? `${region.label}, ${colour}` : region.label, ...new Set(said)].join('; ')
}

/** The colour that a thing goes by; nobody is called by the colours of skin, hair and clothes together. */
function colourOf(region: Region, scene: Scene): string | undefined {
  return region.label === 'person' ? undefined : scene.colours(region)[0]?.name
}
