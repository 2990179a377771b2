import { ADJECTIVES, NUMBERS, ORDINALS, PLACES, SUPERLATIVES } from '../lexicon/modifiers.js'
import { isPlural, singular } from '../lexicon/morphology.js'
import { canonicalNoun, isKnownNoun, LONGEST_NOUN, THING } from '../lexicon/nouns.js'
import { ACTIONS, POSTURES } from '../lexicon/verbs.js'
import { nounOf } from '../nouns-of.js'
import type { Condition, Expression, Order } from '../query.js'
import { modifier } from './modifiers.js'
import { type Modifier, type Reader, SELECTION } from './reader.js'
import { ARTICLES, FUNCTION_WORDS } from './words.js'

const OTHERS: Expression = { kind: 'reference', to: 'others' }
/** "a slice of pizza" is pizza. */
const PARTITIVES = new Set(['slice', 'piece', 'pair', 'bunch', 'bit'])
/** "on a table" is on any of them. */
const INDEFINITE = new Set(['a', 'an', 'another'])
const MANY = new Set(['all', 'every', 'each', 'any', 'some'])
const PEOPLE = new Set(['everybody', 'everyone', 'anybody', 'anyone', 'people', 'persons'])
const PRONOUNS = new Set(['it', 'them', 'him', 'her', 'he', 'she', 'they', 'that', 'this', 'those', 'these'])
const OF_THOSE = ['of them', 'of those', 'of these', 'of the', 'of']

/** What the words before the noun say of it. */
interface Head {
  conditions: Condition[]
  definite: boolean
  /** Says "several" whatever the noun's form. */
  many: boolean
  count: number | undefined
  rank: number | undefined
  order: Order | undefined
}

/** "the second red car from the left that ...": one noun with all that belongs to it. */
export function nounPhrase(reader: Reader): Expression | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const pronoun = reference(reader)
    if (pronoun) return withModifiers(reader, pronoun, emptyHead(), true)
    const head = readHead(reader)
    const others = cursor.acceptPhrase([
      'other ones',
      'other one',
      'others',
      'other',
      ...(head.definite ? ['rest'] : []),
    ])
    if (others) return otherThings(reader, head, others)
    const noun = readNoun(reader)
    if (noun) {
      const things: Expression = { kind: 'things', noun: noun.noun }
      reader.kind = things
      return withModifiers(reader, possession(reader, things, head, noun.plural), head, noun.plural)
    }
    if (cursor.accept('one')) return withModifiers(reader, reader.kind, head, false)
    if (cursor.accept('ones')) return withModifiers(reader, reader.kind, head, true)
    if (!saysSomething(head)) return undefined
    return withModifiers(reader, ofThose(reader) ?? reader.kind, head, head.order === undefined)
  })
}

/** "the woman's handbag": what she has; of a part that is no object of its own ("the dog's legs"), the owner. */
function possession(reader: Reader, owner: Expression, head: Head, plural: boolean): Expression {
  const { cursor } = reader
  if (!cursor.accept("'s")) return owner
  const owned = cursor.attempt(() => {
    while (!cursor.done && ADJECTIVES.has(cursor.peek() ?? ''))
      head.conditions.push(ADJECTIVES.get(cursor.next()!)!)
    return readNoun(reader)
  })
  if (!owned || !isKnownNoun(owned.noun)) {
    if (owned) cursor.ignored.push(owned.noun)
    return owner
  }
  const to: Expression = plural ? owner : { kind: 'definite', of: owner, count: 1 }
  return {
    kind: 'filter',
    of: { kind: 'things', noun: owned.noun },
    by: { kind: 'relation', relation: 'held-by', to },
  }
}

function emptyHead(): Head {
  return { conditions: [], definite: false, many: false, count: undefined, rank: undefined, order: undefined }
}

function saysSomething(head: Head): boolean {
  return (
    head.conditions.length > 0 ||
    [head.count, head.rank, head.order].some((said) => said !== undefined) ||
    head.many
  )
}

function reference({ cursor }: Reader): Expression | undefined {
  const word = cursor.peek()
  if (word === undefined) return undefined
  const id = /^(?:#|r)(\d{1,4})$/.exec(word)
  if (id) {
    cursor.next()
    return { kind: 'region', id: `r${id[1]}` }
  }
  if ((word === 'number' || word === 'region') && /^\d{1,4}$/.test(cursor.peek(1) ?? '')) {
    cursor.next()
    return { kind: 'region', id: `r${cursor.next()}` }
  }
  if (!PRONOUNS.has(word)) return undefined
  const after = cursor.peek(1)
  // "those two", "that one", "this" alone refer back; "that red car", "her bag" go on to a noun.
  if (
    after === undefined ||
    FUNCTION_WORDS.has(after) ||
    after === 'one' ||
    after === 'ones' ||
    isVerb(after)
  ) {
    cursor.next()
    if (after === 'one' || after === 'ones') cursor.next()
    return SELECTION
  }
  if (NUMBERS.has(after) && (cursor.peek(2) === undefined || FUNCTION_WORDS.has(cursor.peek(2) ?? ''))) {
    cursor.next()
    cursor.next()
    return SELECTION
  }
  return undefined
}

function isVerb(word: string): boolean {
  return POSTURES.has(word) || ACTIONS.has(word)
}

function readHead(reader: Reader): Head {
  const { cursor } = reader
  const head = emptyHead()
  for (;;) {
    const word = cursor.peek()
    if (word === undefined) return head
    if (readDeterminer(reader, head, word) || readOrder(reader, head, word)) continue
    if (!readAdjective(reader, head, word)) return head
  }
}

function readDeterminer({ cursor }: Reader, head: Head, word: string): boolean {
  if (ARTICLES.has(word) || ['this', 'that', 'these', 'those'].includes(word)) {
    cursor.next()
    if (!INDEFINITE.has(word)) head.definite = true
    return true
  }
  if (MANY.has(word)) {
    cursor.next()
    head.many = true
    cursor.accept('of')
    return true
  }
  if (word === 'both') {
    cursor.next()
    cursor.accept('of')
    head.count = 2
    return true
  }
  const number = NUMBERS.get(word) ?? (/^\d{1,3}$/.test(word) ? Number(word) : undefined)
  if (number === undefined || number === 0 || head.count !== undefined) return false
  const after = cursor.peek(1)
  if (word === 'one' && after !== 'of') return false
  cursor.next()
  head.count = number
  return true
}

function readOrder({ cursor }: Reader, head: Head, word: string): boolean {
  const numeric = /^(\d{1,2})(st|nd|rd|th)$/.exec(word)
  const rank = ORDINALS.get(word) ?? (numeric ? Number(numeric[1]) : undefined)
  if (rank !== undefined && head.rank === undefined) {
    cursor.next()
    head.rank = rank
    return true
  }
  if (word === 'last') {
    cursor.next()
    head.order = 'right'
    return true
  }
  if (['far', 'extreme', 'very', 'most', 'further', 'furthest', 'farthest'].includes(word)) {
    const place = PLACES.get(cursor.peek(1) ?? '')
    if (place === undefined) return readSuperlative()
    cursor.next()
    cursor.next()
    head.order = place
    return true
  }
  return readSuperlative()

  function readSuperlative(): boolean {
    const order = SUPERLATIVES.get(word)
    if (order === undefined || head.order !== undefined) return false
    cursor.next()
    head.order = order
    return true
  }
}

function readAdjective(reader: Reader, head: Head, word: string): boolean {
  const { cursor } = reader
  const place = PLACES.get(word)
  if (isVagueAdjective(reader, word)) {
    cursor.ignored.push(cursor.next() as string)
    return true
  }
  if (place !== undefined) {
    cursor.next()
    if (place === 'middle') head.order = 'middle'
    else head.conditions.push({ kind: 'position', position: place })
    return true
  }
  const condition = ADJECTIVES.get(word)
  // "an orange" is a fruit: a word that is both is an adjective only before something that it can describe.
  if (condition === undefined || (isKnownNoun(word) && !startsNoun(cursor.peek(1)))) return false
  cursor.next()
  const next = ADJECTIVES.get(cursor.peek(1) ?? '')
  const joined = next !== undefined && (cursor.accept('and') || cursor.accept(','))
  if (!joined) head.conditions.push(condition)
  else {
    cursor.next()
    head.conditions.push({ kind: 'all', conditions: [condition, next] })
  }
  return true
}

/** An adjective that no lexicon has, told by the "one" that it stands before: "the padded one". */
function isVagueAdjective({ cursor }: Reader, word: string): boolean {
  const next = cursor.peek(1)
  if (next !== 'one' && next !== 'ones') return false
  return !(ADJECTIVES.has(word) || PLACES.has(word) || FUNCTION_WORDS.has(word) || isVerb(word))
}

function startsNoun(word: string | undefined): boolean {
  return (
    word !== undefined && (word === 'one' || word === 'ones' || (!FUNCTION_WORDS.has(word) && !isVerb(word)))
  )
}

/** The longest noun that comes next; a word that the lexicon lacks is a noun too, which the answer will own to. */
function readNoun({ cursor }: Reader): { noun: string; plural: boolean } | undefined {
  if (PARTITIVES.has(singular(cursor.peek() ?? '')) && cursor.peek(1) === 'of')
    cursor.accept(cursor.peek() ?? '', 'of')
  const words: string[] = []
  while (nounish(cursor.peek(words.length), words.length)) words.push(cursor.peek(words.length) as string)
  if (words.length === 0) return undefined
  const last = words[words.length - 1] as string
  const lemmas = [...words.slice(0, -1), singular(last)]
  for (let length = Math.min(lemmas.length, LONGEST_NOUN); length > 0; length--) {
    const start = lemmas.length - length
    const noun = lemmas.slice(start).join(' ')
    if (!isKnownNoun(noun)) continue
    skipAndNote(start)
    for (let i = 0; i < length; i++) cursor.next()
    return {
      noun: canonicalNoun(noun),
      plural: isPlural(last) || PEOPLE.has(last) || last.startsWith('every'),
    }
  }
  for (let i = 0; i < words.length; i++) cursor.next()
  return { noun: lemmas.join(' '), plural: isPlural(last) }

  function skipAndNote(count: number): void {
    for (let i = 0; i < count; i++) {
      const word = cursor.next() as string
      if (!ADJECTIVES.has(word)) cursor.ignored.push(word)
    }
  }
}

function nounish(word: string | undefined, position: number): boolean {
  if (word === undefined || word === 'one' || word === 'ones' || FUNCTION_WORDS.has(word)) return false
  if (isKnownNoun(singular(word))) return true
  if (SUPERLATIVES.has(word) || PLACES.has(word) || isVerb(word)) return false
  return position === 0 || !/(ing|ed|ly)$/.test(word)
}

/** "the largest *of the two bears*", "which *of those*". */
function ofThose(reader: Reader): Expression | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (cursor.peek() !== 'of') return undefined
    if (cursor.acceptPhrase(OF_THOSE.slice(0, 3))) {
      cursor.acceptAny(NUMBERS)
      return SELECTION
    }
    cursor.next()
    return reader.object()
  })
}

function otherThings(reader: Reader, head: Head, words: string): Expression {
  const several = words === 'others' || words === 'other ones' || words === 'rest' || head.many
  const count = NUMBERS.get(reader.cursor.peek() ?? '')
  if (words === 'other' && count !== undefined) {
    reader.cursor.next()
    head.count = count
  }
  const noun = words === 'other' ? readNoun(reader) : undefined
  let set: Expression = OTHERS
  if (noun) set = { kind: 'filter', of: set, by: { kind: 'noun', noun: noun.noun } }
  const plural = several || noun?.plural === true || (words === 'other' && !noun)
  return withModifiers(reader, set, head, plural)
}

/** Puts head, noun and what follows together: conditions first, then the order, then how many are meant. */
function withModifiers(reader: Reader, noun: Expression, head: Head, nounIsPlural: boolean): Expression {
  const { cursor } = reader
  let set = noun
  let order = head.order
  let from: Order | undefined
  const conditions = [...head.conditions]
  const base = ofThose(reader)
  if (base && (noun.kind !== 'things' || noun.noun === THING)) set = base
  // "the middle bird of the three": a number after "of" repeats the noun. Other nouns there ("glass of beer") name
  // what no region shows.
  else if (base && nounOf(base) !== nounOf(noun)) cursor.ignored.push('of', nounOf(base) ?? 'it')
  for (;;) {
    const found: Modifier | undefined = modifier(reader)
    if (!found) break
    if (found.kind === 'condition') conditions.push(found.condition)
    else if (found.kind === 'from') from = found.position
    else if (found.kind === 'order') order = found.order
    cursor.accept(',', 'and')
  }
  for (const by of conditions) set = { kind: 'filter', of: set, by }
  if (head.rank !== undefined || order !== undefined || from !== undefined) {
    const count =
      head.count ?? (nounIsPlural && order !== undefined && head.rank === undefined ? undefined : 1)
    return pick(set, order, from, head.rank ?? 1, count)
  }
  if (head.many) return set
  if (head.count !== undefined) return { kind: 'definite', of: set, count: head.count }
  const single = !nounIsPlural
  return single && head.definite ? { kind: 'definite', of: set, count: 1 } : set
}

/** A plural with an order ("the upper ones") is a place to be in, not a count to take. */
function pick(
  of: Expression,
  order: Order | undefined,
  from: Order | undefined,
  rank: number,
  count: number | undefined,
): Expression {
  if (count !== undefined) {
    const end = from ?? order ?? 'left'
    return { kind: 'pick', of, order: end, rank, count }
  }
  const end = order ?? from ?? 'left'
  switch (end) {
    case 'largest':
    case 'tallest':
    case 'widest':
      return { kind: 'filter', of, by: { kind: 'size', size: 'large' } }
    case 'smallest':
    case 'shortest':
    case 'narrowest':
      return { kind: 'filter', of, by: { kind: 'size', size: 'small' } }
    default:
      return { kind: 'filter', of, by: { kind: 'position', position: end } }
  }
}
