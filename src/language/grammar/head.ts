import { ADJECTIVES, NUMBERS, ORDINALS, PLACES, SUPERLATIVES } from '../lexicon/modifiers.js'
import { isKnownNoun } from '../lexicon/nouns.js'
import { useOfAdjective } from '../lexicon/use-of-clause.js'
import { isWord } from '../lexicon/wordnet.js'
import type { Condition, Order } from '../query.js'
import { compound, isVerb, mayName } from './noun.js'
import type { Reader } from './reader.js'
import { ADVERBS, ARTICLES, FUNCTION_WORDS } from './words.js'

/** Things that colours are called after. */
const COLOURED_THINGS = new Set(['orange', 'rose', 'violet', 'lavender', 'lime', 'olive', 'chestnut'])
/** "on a table" is on any of them. */
const INDEFINITE = new Set(['a', 'an', 'another'])
const DEMONSTRATIVES = new Set(['this', 'that', 'these', 'those'])
const MANY = new Set(['all', 'every', 'each', 'any', 'some', 'several', 'many', 'few', 'various', 'multiple'])
const FAR = new Set(['far', 'extreme', 'very', 'most', 'further', 'furthest', 'farthest'])

/** What the words before the noun say of it. */
export interface Head {
  conditions: Condition[]
  definite: boolean
  /** Says "several" whatever the noun's form. */
  many: boolean
  count: number | undefined
  rank: number | undefined
  order: Order | undefined
}

export function emptyHead(): Head {
  return { conditions: [], definite: false, many: false, count: undefined, rank: undefined, order: undefined }
}

/** True where the head alone can stand for things: "the red", "two", "the largest". */
export function saysSomething(head: Head): boolean {
  return (
    head.conditions.length > 0 ||
    [head.count, head.rank, head.order].some((said) => said !== undefined) ||
    head.many
  )
}

/** "the second largest dark red ..." */
export function readHead(reader: Reader): Head {
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
  if (
    ARTICLES.has(word) ||
    (DEMONSTRATIVES.has(word) && word !== 'that') ||
    (word === 'that' && !head.definite)
  ) {
    cursor.next()
    if (!INDEFINITE.has(word)) head.definite = true
    return true
  }
  if (MANY.has(word)) {
    cursor.next()
    head.many = true
    return true
  }
  if (word === 'same' && head.definite) {
    cursor.next()
    return true
  }
  if (word === 'both') {
    cursor.next()
    head.count = 2
    return true
  }
  const number = numberAt(word)
  if (number === undefined || number === 0 || head.count !== undefined) return false
  if (word === 'one' && cursor.peek(1) !== 'of') return false
  cursor.next()
  head.count = number
  return true
}

/** "three", "3" */
export function numberAt(word: string | undefined): number | undefined {
  if (word === undefined) return undefined
  return NUMBERS.get(word) ?? (/^\d{1,2}$/.test(word) ? Number(word) : undefined)
}

function readOrder({ cursor }: Reader, head: Head, word: string): boolean {
  const numeric = /^(\d{1,2})(st|nd|rd|th)$/.exec(word)
  const rank = ORDINALS.get(word) ?? (numeric ? Number(numeric[1]) : undefined)
  if (rank !== undefined && rank > 0 && head.rank === undefined) {
    cursor.next()
    head.rank = rank
    return true
  }
  if (word === 'last') {
    cursor.next()
    head.order = 'right'
    return true
  }
  if (FAR.has(word)) {
    const place = PLACES.get(cursor.peek(1) ?? '')
    if (place !== undefined) {
      cursor.next()
      cursor.next()
      head.order = place
      return true
    }
  }
  const order = SUPERLATIVES.get(word)
  if (order === undefined || head.order !== undefined) return false
  // "a lighter" is a thing; "the lighter of the two", "the lighter one" compare.
  const after = cursor.peek(1)
  if (word === 'lighter' && ARTICLES.has(cursor.peek(-1) ?? '') && !startsNoun(after) && after !== 'of')
    return false
  cursor.next()
  head.order = order
  return true
}

function readAdjective(reader: Reader, head: Head, word: string): boolean {
  const { cursor } = reader
  // "hot dog", "orange juice": part of a noun.
  if (compound((ahead) => cursor.peek(ahead)) > 1) return false
  const place = PLACES.get(word)
  if (place !== undefined) {
    if (!head.definite && !startsNoun(cursor.peek(1))) return false
    cursor.next()
    if (place === 'middle') head.order = 'middle'
    else head.conditions.push({ kind: 'position', position: place })
    return true
  }
  if (ADVERBS.has(word) && startsNoun(cursor.peek(1))) {
    cursor.next()
    return true
  }
  const said = shaded(reader) ?? adjectiveAt(reader)
  if (!said) return isVague(reader, word) && note(reader)
  cursor.next()
  const more = joinedAdjective(reader)
  head.conditions.push(more ? { kind: more.joint, conditions: [said, more.condition] } : said)
  return true
}

/** "dark red", "light blue": one colour; it ends before its last word, as a single adjective does. */
export function shaded({ cursor }: Reader): Condition | undefined {
  const shade = ADJECTIVES.get(cursor.peek() ?? '')
  const colour = ADJECTIVES.get(cursor.peek(1) ?? '')
  if (shade?.kind !== 'brightness' || colour?.kind !== 'colour' || colour.part) return undefined
  cursor.next()
  return { ...colour, shade: shade.brightness }
}

/** The condition of an adjective that comes next; "an orange" is a fruit, unless there is something that it describes. */
function adjectiveAt({ cursor }: Reader): Condition | undefined {
  const word = cursor.peek() ?? ''
  const known = conditionOfAdjective(word)
  if (known === undefined) return undefined
  const ahead = ['and', 'or', ','].includes(cursor.peek(1) ?? '') ? 2 : 1
  const describes =
    ahead === 1 ? startsNoun(cursor.peek(1)) : conditionOfAdjective(cursor.peek(2) ?? '') !== undefined
  return isKnownNoun(word) && (known.kind === 'use' || COLOURED_THINGS.has(word)) && !describes
    ? undefined
    : known
}

/** The condition that an adjective states: "red", "striped", "sharp". */
export function conditionOfAdjective(word: string): Condition | undefined {
  const known = ADJECTIVES.get(word)
  if (known) return known
  const use = useOfAdjective(word)
  return use && { kind: 'use', use }
}

/** "and white" after "black", "or blue" after "red" */
function joinedAdjective(reader: Reader): { joint: 'all' | 'any'; condition: Condition } | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const word = cursor.next()
    if (word !== 'and' && word !== ',' && word !== 'or') return undefined
    const said = adjectiveAt(reader)
    if (!said) return undefined
    cursor.next()
    return { joint: word === 'or' ? 'any' : 'all', condition: said }
  })
}

/** An adjective that nothing here can check, told by WordNet or by the "one" that it stands before: "the padded one". */
function isVague({ cursor }: Reader, word: string): boolean {
  if (FUNCTION_WORDS.has(word) || SUPERLATIVES.has(word)) return false
  const next = cursor.peek(1)
  if (next === 'one' || next === 'ones') return !isVerb(word)
  if (!startsNoun(next)) return false
  return isWord(word, 'adjective') && !isKnownNoun(word)
}

function note({ cursor }: Reader): true {
  cursor.ignored.push(cursor.next() as string)
  return true
}

export function startsNoun(word: string | undefined): boolean {
  if (word === undefined) return false
  return (
    word === 'one' ||
    word === 'ones' ||
    mayName(word) ||
    conditionOfAdjective(word) !== undefined ||
    numberAt(word) !== undefined
  )
}
