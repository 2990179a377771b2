import { listed, plural, withArticle } from '../language/lexicon/morphology.js'
import { naming, THING, thingsNamed } from '../language/lexicon/nouns.js'
import { nounOf } from '../language/nouns-of.js'
import { describe } from '../language/print.js'
import type { ASPECTS, Expression, Program, Reading } from '../language/query.js'
import type { Region } from '../mask/region.js'
import type { Scene } from '../scene/scene.js'
import type { Candidate } from './candidate.js'
import { type Outcome, quoted } from './execute.js'
import { acquaintanceIn } from './recognise.js'

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
  const { candidates, notes, unnamed } = outcome
  const said =
    candidates.length > 0
      ? `${program.intent === 'exists' && ignored.length > 0 ? 'I can tell only in part. ' : ''}${found(program, candidates, scene)}`
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
    return `${enough ? 'Yes' : 'No, not as many'}: ${ids(candidates)}.`
  }
  if (isTalk(target)) return `${count === 1 ? 'That is' : 'These are'} ${named(candidates)}.`
  return `${things.startsWith(`${count} `) ? things : `${count} ${things}`}: ${ids(candidates)}.`
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

/** "I see 2 dogs, 1 person." */
export function inventoryInWords({ regions }: Pick<Scene, 'regions'>): string {
  if (regions.length === 0) return 'I see nothing that I can name in this picture.'
  const counts = new Map<string, number>()
  for (const { label } of regions) counts.set(label, (counts.get(label) ?? 0) + 1)
  const items = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([label, count]) => `${count} ${count === 1 ? label : plural(label)}`)
  return `I see ${items.join(', ')}.`
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
  const lacking = noun === undefined ? 'None of them fits.' : nothingLike(describe(target, 1))
  const nothing = asked ? `No. ${lacking}` : lacking
  if (noun === undefined || noun === THING || acquaintanceIn(scene, noun) !== 'visible')
    return `${nothing} ${see}`
  const alike = thingsNamed(noun, scene.regions)
  return alike.length > 0 && target.kind !== 'things'
    ? `${nothing} ${alternatives(noun, alike, scene)}`
    : `${nothing} ${see}`
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
