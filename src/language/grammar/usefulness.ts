import { THING } from '../lexicon/nouns.js'
import { type ClauseUse, useOfClause } from '../lexicon/use-of-clause.js'
import { verbLemma } from '../lexicon/verb-forms.js'
import { ACTIONS, POSTURES } from '../lexicon/verbs.js'
import type { Condition, Expression } from '../query.js'
import { nounPhrase } from './noun-phrase.js'
import { nearViewer, trailingOrder } from './places.js'
import { preposition } from './prepositions.js'
import { condition, filter, type Modifier, not, type Reader, THINGS } from './reader.js'
import { falling, removable, subjectOf } from './stacking.js'
import { ADVERBS, COPULAS, MODALS, PERSONS } from './words.js'

const FIT_FOR = [
  'used',
  'meant',
  'made',
  'good',
  'great',
  'useful',
  'suitable',
  'designed',
  'intended',
  'needed',
  'best',
  'right',
  'handy',
  'able',
  'most likely',
  'likely',
]
/** Verbs that only say that something would serve: what counts comes after "to", "for" or "if". */
const SERVING = new Set(
  'use, grab, take, get, need, want, choose, pick, bring, find, reach, look, go, try, put, have, like, buy'.split(
    ', ',
  ),
)
const LINKS = new Set([
  'to',
  'for',
  'if',
  'when',
  'while',
  'because',
  'so',
  'in',
  'against',
  'before',
  'after',
])
/** Words that come between "if" and what counts: "if *I start to feel* hungry". */
const LEAD_INS = new Set(
  "i, you, we, it, they, he, she, my, me, am, is, are, was, were, be, get, gets, got, feel, feels, felt, start, starts, started, starting, begin, begins, began, to, want, wanted, wants, need, needed, needs, have, had, has, like, would, could, should, can, really, very, so, too, feeling, getting, order, the, a, 's".split(
    ', ',
  ),
)
/** Places that are no part of what one does there: "to sit on *next to the bed*". */
const APART = new Set([
  'next',
  'near',
  'beside',
  'behind',
  'under',
  'left',
  'right',
  'at',
  'closest',
  'nearest',
  'furthest',
  'on',
  'in',
  'to',
])

/** What a noun serves for: "to sit on", "for cutting bread", "that can fly", "I could read", "used to surf". */
export function usefulness(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const relative =
      cursor.acceptPhrase([
        'that',
        'which',
        'who',
        'where',
        'with which',
        'in which',
        'on which',
        'from which',
      ]) !== undefined
    cursor.skip(COPULAS)
    if (cursor.acceptPhrase(FIT_FOR) && !['to', 'for', 'as', 'by', 'in', 'at'].includes(cursor.peek() ?? ''))
      return undefined
    if (!relative && cursor.acceptPhrase(['to', 'for'])) return toDo(reader)
    if (cursor.acceptPhrase(['to', 'for', 'at', 'by', 'in'])) return toDo(reader)
    const asked = able(reader)
    if (asked) return asked
    return relative && isAnything(reader.kind) && isThirdPerson(reader) ? use(reader, {}) : undefined
  })
}

function toDo(reader: Reader): Modifier | undefined {
  const passive = reader.cursor.accept('be')
  return isVerbForm(reader) ? use(reader, { passive }) : undefined
}

/** What serves, as a question: "what can I drink from?", "where would I sleep?", "what keeps milk cold?" */
export function usefulThing(reader: Reader): Expression | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const asked = cursor.acceptPhrase([
      'what else',
      'what',
      'where',
      'how',
      'which',
      'who',
      'with what',
      'in what',
      'on what',
    ])
    if (asked === undefined) return undefined
    const of = askedFor(reader, asked)
    const said = able(reader) ?? statedUse(reader, of)
    return said?.kind === 'condition' ? filter(of, said.condition) : undefined
  })
}

function askedFor(reader: Reader, asked: string): Expression {
  const { cursor } = reader
  if (asked !== 'which' && asked !== 'what') return THINGS
  if (
    cursor.acceptPhrase([
      'of these things',
      'of those things',
      'one of these',
      'of these',
      'of those',
      'of them',
      'thing',
      'one',
      'ones',
    ])
  )
    return THINGS
  const word = cursor.peek() ?? ''
  if (
    MODALS.has(word) ||
    COPULAS.has(word) ||
    ['do', 'does', 'did', 'will'].includes(word) ||
    verbLemma(word)
  )
    return THINGS
  const named = nounPhrase(reader)
  return named?.kind === 'definite' ? named.of : (named ?? THINGS)
}

/** "can I drink from", "could carry ten people", "do people use to surf", "I could read" */
export function able(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (cursor.attempt(() => removable(reader) ?? falling(reader))) return undefined
    const doing = ['do', 'does', 'did'].includes(cursor.peek() ?? '')
    const before = modal(reader)
    const somebody = person(reader)
    const after = modal(reader)
    if (!before && !after && !(somebody && SERVING.has(verbLemma(cursor.peek() ?? '') ?? '')))
      return undefined
    cursor.skip(ADVERBS)
    // "What does the cup rest on?" asks of the scene, "what do people sit on?" of the world.
    if (doing && !(SERVING.has(verbLemma(cursor.peek() ?? '') ?? '') || isDoing(reader))) return undefined
    const negative = cursor.accept('not')
    const passive = cursor.accept('be')
    return use(reader, { passive, negative })
  })
}

function modal({ cursor }: Reader): boolean {
  return (
    cursor.skip(MODALS) ||
    cursor.acceptPhrase(['do', 'does', 'did', 'is going to', 'are going to']) !== undefined
  )
}

/** "I", "a kid", "people", "my mother" */
function person(reader: Reader): boolean {
  const { cursor } = reader
  if (cursor.acceptAny(PERSONS) !== undefined) return true
  const next = cursor.peek() ?? ''
  if (!['a', 'an', 'the', 'my', 'people', 'kids', 'children', 'someone', 'somebody', 'anyone'].includes(next))
    return false
  return subjectOf(reader) !== undefined
}

/** "keeps milk cold", "is good for cutting", "is shading them": only for what is not named, since a man may cook as well. */
export function statedUse(reader: Reader, of: Expression): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const copula = cursor.acceptAny(COPULAS) !== undefined
    if (cursor.acceptPhrase(FIT_FOR))
      return cursor.acceptPhrase(['to', 'for', 'at']) ? use(reader, {}) : undefined
    if (copula && cursor.acceptPhrase(['for', 'to'])) return use(reader, {})
    if (!isAnything(of)) return undefined
    if (!copula && !isThirdPerson(reader)) return undefined
    return isDoing(reader) ? use(reader, {}) : undefined
  })
}

function isAnything(of: Expression): boolean {
  return of.kind === 'things' && of.noun === THING
}

function isThirdPerson(reader: Reader): boolean {
  const word = reader.cursor.peek() ?? ''
  const lemma = verbLemma(word)
  return lemma !== undefined && lemma !== word && isDoing(reader)
}

function isVerbForm({ cursor }: Reader): boolean {
  const word = cursor.peek() ?? ''
  return verbLemma(word) !== undefined && !COPULAS.has(word)
}

/** True before a verb that states no relation by itself: what "rests on" something is asked of the scene. */
function isDoing({ cursor }: Reader): boolean {
  const word = cursor.peek() ?? ''
  return verbLemma(word) !== undefined && !COPULAS.has(word) && !ACTIONS.has(word) && !POSTURES.has(word)
}

interface Voice {
  passive?: boolean
  negative?: boolean
}

/** The clause that comes next, as a use; its words up to a comma belong to it, but for a place at its end. */
function use(reader: Reader, voice: Voice): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.skip(ADVERBS)
    const words = clause(reader)
    const negated = voice.negative ? served([...words, 'not'], voice) : undefined
    const found = negated && negated.length > words.length ? negated : served(words, voice)
    if (!found) return undefined
    const rest = placeAfter(reader, Math.min(found.length, words.length), words.length)
    for (let i = 0; i < rest; i++) cursor.next()
    const by: Condition = { kind: 'use', use: found.use }
    return condition(voice.negative && found !== negated ? not(by) : by)
  })
}

/** The words up to a comma or a bracket. */
function clause({ cursor }: Reader): string[] {
  const words: string[] = []
  for (let word = cursor.peek(); word !== undefined; word = cursor.peek(words.length)) {
    if (word === ',' || word === ')' || word === '(') break
    words.push(word)
  }
  return words
}

function served(words: readonly string[], { passive }: Voice): ClauseUse | undefined {
  const verb = verbLemma(words[0] ?? '') ?? words[0] ?? ''
  if (verb === 'help' || verb === 'let' || verb === 'allow')
    return shifted(words, words[2] === 'to' ? 3 : 2, false)
  const link = words.findIndex((word) => LINKS.has(word))
  // "use to eat soup": the tool, not what is eaten.
  if (verb === 'use' && link > 0) return shifted(words, link + 1, true) ?? useOfClause(words)
  const direct = useOfClause(passive ? [verb, ...words.slice(1)] : words)
  if (direct) return direct
  return SERVING.has(verb) && link > 0 ? shifted(words, link + 1, false) : undefined
}

function shifted(words: readonly string[], from: number, asTool: boolean): ClauseUse | undefined {
  let start = from
  while (start < words.length && LEAD_INS.has(words[start] as string)) start++
  const rest = words.slice(start)
  const found = useOfClause(asTool ? [...rest, 'with'] : rest)
  return found && { use: found.use, length: Math.min(words.length, start + found.length) }
}

/** How many of a clause's words belong to what is done, from the first on which all the rest says where. */
function placeAfter(reader: Reader, from: number, total: number): number {
  const { cursor } = reader
  const end = cursor.at + total
  for (let length = from; length < total; length++) {
    if (!APART.has(cursor.peek(length) ?? '')) continue
    let isPlace = false
    cursor.attempt(() => {
      for (let i = 0; i < length; i++) cursor.next()
      const plain = ['on', 'in', 'to', 'at'].includes(cursor.peek() ?? '')
      const said = trailingOrder(reader) ?? nearViewer(reader) ?? (plain ? undefined : preposition(reader))
      isPlace = said !== undefined && cursor.at === end
      return undefined
    })
    if (isPlace) return length
  }
  return total
}
