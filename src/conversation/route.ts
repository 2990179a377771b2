import { listed } from '../language/lexicon/morphology.js'
import { acquaintance, THING, thingsNamed } from '../language/lexicon/nouns.js'
import { nounOf, nounsOf } from '../language/nouns-of.js'
import type { Reading } from '../language/query.js'
import { unseenIn } from '../language/unseen.js'
import type { Region } from '../mask/region.js'
import { quoted } from '../reasoning/execute.js'
import type { Engines } from './look.js'

const MAX_QUOTED = 4
/** Where so many words went unused or were taken for others, the reading is hardly what was meant. */
const MANY = 3

/**
 * Who answers: the `rules` on what is seen at a glance, the `finder` by pointing at the whole phrase, the `interpreter`
 * by writing the program that the grammar could not, or the `agent` step by step.
 */
export interface Route {
  readonly by: 'rules' | 'finder' | 'interpreter' | 'agent'
  readonly because: string
}

/**
 * Easy sentences go to the rules, which take milliseconds; what is beyond them to the least costly model that can help.
 *
 * @param regions what is known in the picture: what goes by a noun makes it a known one
 */
export function routeOf(
  { program, ignored, mended }: Reading,
  regions: readonly Region[],
  { finder, interpreter, agent }: Pick<Engines, 'finder' | 'interpreter' | 'agent'>,
): Route {
  const unclear = program.intent === 'unclear'
  const target = 'target' in program ? program.target : undefined
  const unseen = target ? unseenIn(target) : []
  const isUnknown = (noun: string) =>
    noun !== THING && acquaintance(noun) === 'unknown' && thingsNamed(noun, regions).length === 0
  const unknown = [...(target ? nounsOf(target).filter(isUnknown) : []), ...ignored]
  if (!unclear && unseen.length + unknown.length === 0) {
    return { by: 'rules', because: 'the grammar understands every word' }
  }
  const because = unclear
    ? 'the grammar finds no reading'
    : unseen.length > 0
      ? `outlines do not show ${listed(unseen.map(quoted))}`
      : `the grammar does not know ${listed(unknown.slice(0, MAX_QUOTED).map(quoted))}`
  const noun = target && nounOf(target)
  // "The one with a beard" says nothing by itself: who "the one" is, the conversation knows.
  const standsAlone = noun !== undefined && program.intent !== 'tell'
  // Where neither the noun is known nor all that is said of it, the sentence may be in another language.
  const doubtful = ignored.length + mended.length
  const isGuess = doubtful >= MANY || (doubtful > 0 && noun !== undefined && isUnknown(noun))
  if (interpreter && isGuess) return { by: 'interpreter', because }
  if (agent && isGuess) return { by: 'agent', because }
  if (finder && standsAlone) return { by: 'finder', because }
  if (interpreter && (unclear || unknown.length > 0)) return { by: 'interpreter', because }
  if (agent) return { by: 'agent', because }
  if (finder && unclear) return { by: 'finder', because }
  return { by: 'rules', because: `${because}, and no model is configured that could help` }
}
