import { nounLemma } from '../lexicon/lemma.js'
import { ACCESSORIES, ADJECTIVES, GARMENTS } from '../lexicon/modifiers.js'
import { acquaintance, namesArea, naming } from '../lexicon/nouns.js'
import { nounOf } from '../nouns-of.js'
import type { BodyPart, Condition, Expression } from '../query.js'
import { shaded } from './head.js'
import { readNoun } from './noun.js'
import { all, condition, filter, type Modifier, type Reader } from './reader.js'
import { ARTICLES } from './words.js'

const WORN = [
  'dressed all in',
  'dressed in',
  'clad in',
  'wearing',
  'wears',
  'wear',
  'in',
  'with',
  'has',
  'have',
  'dressed',
]
/** After these, a garment alone says enough to be about clothes. */
const CERTAIN = new Set(['dressed all in', 'dressed in', 'clad in', 'wearing', 'wears', 'wear', 'in'])
/** Said of garments, and nothing that colours or patterns tell. */
const CUTS = new Set(
  'long, short, long-sleeved, short-sleeved, sleeveless, thick, thin, big, small, large, leather, denim, wool, knitted, old, new, loose, tight, matching'.split(
    ', ',
  ),
)

/** "in the red shirt", "wearing dark shorts", "with a black jacket and a striped tie", "in white" */
export function wearing(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const opener = cursor.acceptPhrase(WORN)
    if (opener === undefined) return undefined
    const worn = garment(reader, CERTAIN.has(opener))
    if (!worn) return undefined
    for (;;) {
      const more = cursor.attempt(() => {
        const joined = cursor.acceptPhrase([', and', ',', 'and'])
        return joined === undefined ? undefined : garment(reader, false)
      })
      if (!more) break
      worn.push(...more)
    }
    return worn.length === 0 ? { kind: 'nothing' } : condition(all(worn))
  })
}

/** "the dark red shirt": what is said of it, put where the garment shows; nothing for a garment without adjectives. */
function garment(reader: Reader, certain: boolean): Condition[] | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    while (cursor.acceptAny(ARTICLES) !== undefined);
    const said = adjectives(reader)
    // "in black or white cars": what is said of another noun.
    if (cursor.peek() === 'or') return undefined
    const accessory = cursor.peek() === 'glasses' ? 'glasses' : nounLemma(cursor.peek() ?? '')
    if (ACCESSORIES.has(accessory) || ACCESSORIES.has(cursor.peek() ?? '')) {
      const isTold =
        certain || said.length > 0 || cursor.peek(-1) === 'and' || isOnSomebody(accessory, reader.kind)
      if (!isTold) return undefined
      const word = cursor.next() as string
      return [namesArea(accessory) ? worn(accessory, said) : { kind: 'unseen', words: `wearing ${word}` }]
    }
    const shown = garmentPart(reader)
    if (shown === undefined && !certain) return detail(reader, said)
    if (shown === undefined && (said.length === 0 || followedByNoun(reader))) return undefined
    if (said.length === 0) {
      const noun = nounLemma(cursor.peek(-1) as string)
      if (namesArea(noun) && noun !== 'hair') return [worn(noun, [])]
      // "in the uniform": nobody here tells one.
      cursor.ignored.push(cursor.peek(-1) as string)
    }
    return said.map((one): Condition => {
      const hasPart = one.kind === 'colour' || one.kind === 'appearance'
      return hasPart && shown ? { ...one, part: shown } : one
    })
  })
}

/** "the man with glasses"; "the table with glasses" has others. */
function isOnSomebody(accessory: string, who: Expression): boolean {
  const noun = nounOf(who)
  return namesArea(accessory) && noun !== undefined && naming(noun, 'person') !== 'no'
}

/** "wearing black glasses": one of them is on the wearer. */
function worn(noun: string, said: readonly Condition[]): Condition {
  return { kind: 'relation', relation: 'wearing', to: said.reduce(filter, { kind: 'things', noun }) }
}

/** "with pink frosting", "with a red screen": a part that has no outline shows by its colour alone. */
function detail(reader: Reader, said: readonly Condition[]): Condition[] | undefined {
  const { cursor } = reader
  const colours = said.filter((one) => one.kind === 'colour')
  if (colours.length === 0 || colours.length < said.length || followedByNoun(reader)) return undefined
  const noun = readNoun(reader, true)
  if (!noun || acquaintance(noun.noun) === 'visible') return undefined
  if (noun.noun !== 'part') cursor.ignored.push(noun.noun)
  return colours.map(({ colour }): Condition => ({ kind: 'detail', colour }))
}

function adjectives(reader: Reader): Condition[] {
  const { cursor } = reader
  const said: Condition[] = []
  for (let word = cursor.peek(); word !== undefined; word = cursor.peek()) {
    const adjective = shaded(reader) ?? ADJECTIVES.get(cursor.peek() ?? '')
    const tells = adjective && ['colour', 'brightness', 'appearance'].includes(adjective.kind)
    if (!tells && !CUTS.has(word)) break
    cursor.next()
    if (tells) said.push(adjective)
    if (cursor.peek() === 'and' && ADJECTIVES.has(cursor.peek(1) ?? '')) cursor.next()
  }
  return said
}

function garmentPart({ cursor }: Reader): BodyPart | undefined {
  // A word in between ("polo shirt", "baseball jacket") tells the kind of garment, not its colour.
  for (const ahead of [0, 1]) {
    const word = cursor.peek(ahead) ?? ''
    const part =
      GARMENTS.get(word) ?? GARMENTS.get(word.replace(/(es|s)$/, '')) ?? GARMENTS.get(word.replace(/s$/, ''))
    if (part === undefined) continue
    if (ahead === 1) cursor.ignored.push(cursor.next() as string)
    cursor.next()
    if (GARMENTS.has(cursor.peek() ?? '')) cursor.next()
    return part
  }
  return undefined
}

function followedByNoun({ cursor }: Reader): boolean {
  const word = cursor.peek()
  return word !== undefined && acquaintance(nounLemma(word)) === 'visible'
}
