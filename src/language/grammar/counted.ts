import { isCuratedNoun } from '../lexicon/nouns.js'
import { inverse, PREPOSITIONS } from '../lexicon/verbs.js'
import type { Expression, Quantity, Relation } from '../query.js'
import { numberAt } from './head.js'
import { condition, type Modifier, not, type Reader, relation, SELECTION } from './reader.js'

const HAVING: Readonly<Record<string, Relation>> = {
  with: 'has',
  has: 'has',
  have: 'has',
  having: 'has',
  holding: 'holding',
  carrying: 'holding',
  holds: 'holding',
  carries: 'holding',
  wearing: 'wearing',
  wears: 'wearing',
}
const PERSON: Expression = { kind: 'things', noun: 'person' }
const OPENERS = Object.keys(HAVING)
const WITHOUT = [
  'without any',
  'without',
  'does not have any',
  'do not have any',
  'does not have a',
  'do not have a',
  'not have any',
]
const ITSELF = [
  'it',
  'them',
  'top',
  'him',
  'her',
  'itself',
  'themselves',
  'top of it',
  'top of them',
  'his',
  'their',
]

/** "at least two", "more than one", "exactly three", "all": how many of what follows a relation needs. */
export function quantity(reader: Reader): Quantity | undefined {
  const { cursor } = reader
  return cursor.attempt((): Quantity | undefined => {
    if (cursor.acceptPhrase(['all of', 'all', 'every one of', 'each of'])) return 'all'
    const phrase = cursor.acceptPhrase([...LIMITS.keys()])
    if (phrase === undefined) return undefined
    const number = numberAt(cursor.next())
    if (number === undefined) return undefined
    const { limit, shift } = LIMITS.get(phrase) as Bound
    const count = number + shift
    cursor.accept('of')
    return count >= 1 && count <= 100 ? { limit, count } : undefined
  })
}

interface Bound {
  limit: 'at least' | 'at most' | 'exactly'
  shift: number
}

const LIMITS = new Map<string, Bound>([
  ['at least', { limit: 'at least', shift: 0 }],
  ['no fewer than', { limit: 'at least', shift: 0 }],
  ['no less than', { limit: 'at least', shift: 0 }],
  ['more than', { limit: 'at least', shift: 1 }],
  ['over', { limit: 'at least', shift: 1 }],
  ['at most', { limit: 'at most', shift: 0 }],
  ['no more than', { limit: 'at most', shift: 0 }],
  ['not more than', { limit: 'at most', shift: 0 }],
  ['fewer than', { limit: 'at most', shift: -1 }],
  ['less than', { limit: 'at most', shift: -1 }],
  ['exactly', { limit: 'exactly', shift: 0 }],
  ['just', { limit: 'exactly', shift: 0 }],
  ['only', { limit: 'exactly', shift: 0 }],
])

/** "with at least two cups on them", "that have two cups", "with three people in it", "carrying the most bags" */
export function counted(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const opener = cursor.acceptPhrase(OPENERS)
    if (opener === undefined) return undefined
    const extreme = cursor.acceptPhrase(['the most', 'the fewest', 'the least', 'most', 'fewest'])
    const many = extreme === undefined ? (quantity(reader) ?? bareNumber(reader)) : undefined
    const { kind } = reader
    const named = reader.object()
    if (!named) return undefined
    const { things, on = onItself(reader) } = ownPlace(reader, named)
    if (extreme === undefined && many === undefined && on === undefined) {
      reader.kind = kind
      return undefined
    }
    const name = on ?? (HAVING[opener] as Relation)
    if (extreme === undefined) return relation(name, things, many)
    return { kind: 'most', relation: name, to: things, fewest: !extreme.endsWith('most') }
  })
}

/** "two cups" after "with": at least that many. */
function bareNumber({ cursor }: Reader): Quantity | undefined {
  const count = numberAt(cursor.peek())
  if (count === undefined || count < 1 || count > 100 || cursor.peek() === 'one') return undefined
  cursor.next()
  return { limit: 'at least', count }
}

/** "without anything falling", "without moving the others": how to do a thing, not what it lacks. */
function isAside({ cursor }: Reader): boolean {
  const [next = '', after = ''] = [cursor.peek(), cursor.peek(1)]
  const word = ['anything', 'something', 'others'].includes(next) ? after : next
  return /ing$/.test(word) && !isCuratedNoun(word)
}

/** "two cups *on it*": the place is the noun's own, so the relation is seen from the other side. */
function ownPlace(reader: Reader, named: Expression): { things: Expression; on?: Relation } {
  if (reader.cursor.peek(-1) === ')') return { things: named }
  if (named.kind === 'definite') {
    const { things, on } = ownPlace(reader, named.of)
    return on ? { things: { ...named, of: things }, on } : { things: named }
  }
  if (named.kind !== 'filter') return { things: named }
  const { of, by } = named
  if (by.kind === 'relation' && by.to === SELECTION) return { things: of, on: inverse(by.relation) }
  return { things: named }
}

/** "on it", "inside them": the relation that the things before stand in, seen from the other side. */
function onItself({ cursor }: Reader): Relation | undefined {
  for (const [words, name] of PREPOSITIONS) {
    const found = cursor.attempt(() =>
      cursor.accept(...words) && cursor.acceptPhrase(ITSELF) ? name : undefined,
    )
    if (found) return inverse(found)
  }
  return undefined
}

/** "without a hat", "with no cups on it", "holding nothing", "that nobody is riding" */
export function missing(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const without = cursor.acceptPhrase(WITHOUT)
    const opener = without ?? cursor.acceptPhrase(OPENERS)
    if (opener === undefined) return undefined
    if (without === undefined && !cursor.acceptPhrase(['no', 'not any', 'none of', 'nobody', 'no one']))
      return undefined
    if (without !== undefined && isAside(reader)) return undefined
    const person = ['nobody', 'one'].includes(cursor.peek(-1) ?? '')
    const named = person ? PERSON : reader.object()
    if (!named) return undefined
    const { things, on = onItself(reader) } = ownPlace(reader, named)
    const name = on ?? HAVING[opener] ?? 'has'
    return condition(not({ kind: 'relation', relation: name, to: things }))
  })
}
