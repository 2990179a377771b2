import { ACCESSORIES, GARMENTS, NUMBERS } from '../lexicon/modifiers.js'
import { singular } from '../lexicon/morphology.js'
import { acquaintance, namesArea, naming, THING } from '../lexicon/nouns.js'
import { nounOf } from '../nouns-of.js'
import type { Expression, Order } from '../query.js'
import { conditionOfAdjective, emptyHead, type Head, readHead, saysSomething, startsNoun } from './head.js'
import { modifier } from './modifiers.js'
import { isVerb, type Noun, readNoun } from './noun.js'
import { filter, type Modifier, type Reader, SELECTION } from './reader.js'
import { FUNCTION_WORDS } from './words.js'

const OTHERS: Expression = { kind: 'reference', to: 'others' }
const PRONOUNS = new Set(['it', 'them', 'him', 'her', 'he', 'she', 'they', 'that', 'this', 'those', 'these'])
const ALWAYS_PRONOUNS = new Set(['it', 'them', 'him', 'he', 'she', 'they'])
/** Whom a possessive refers to: "his" and "her" to somebody. */
const OWNERS: ReadonlyMap<string, Expression> = new Map([
  ...['his', 'her'].map((word) => [word, filter(SELECTION, { kind: 'noun', noun: 'person' })] as const),
  ...['their', 'its'].map((word) => [word, SELECTION] as const),
])
const BEARING = new Set(['with', 'who', 'wearing', 'holding', 'carrying', 'eating', 'wears', 'holds'])
const ANIMATE = 'person, bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe'.split(', ')
const WORN = new Set([
  ...ACCESSORIES,
  ...GARMENTS.keys(),
  ...['backpack', 'bag', 'handbag', 'purse', 'umbrella', 'suitcase', 'tie', 'hair', 'rucksack'],
])
const OTHER_WORDS = ['other ones', 'other one', 'others', 'other']

/** "the second red car from the left that ...": one noun with all that belongs to it. */
export function nounPhrase(reader: Reader): Expression | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const bracketed = inBrackets(reader)
    if (bracketed) return reader.depth > 0 ? bracketed : withModifiers(reader, bracketed, emptyHead(), true)
    const pronoun = reference(reader)
    if (pronoun) return withModifiers(reader, pronoun, emptyHead(), true)
    // "The man on his bike" speaks of no earlier answer; "and his bike" does.
    const owner = reader.depth === 0 ? OWNERS.get(cursor.peek() ?? '') : undefined
    const start = cursor.at
    const head = readHead(reader)
    const others = cursor.acceptPhrase([...OTHER_WORDS, ...(head.definite ? ['rest'] : [])])
    if (others) return otherThings(reader, head, others)
    const noun = readNoun(reader, cursor.at > start)
    if (noun) {
      const things: Expression = { kind: 'things', noun: owner ? ofSomebody(noun) : noun.noun }
      reader.kind = things
      // "his bike" is his as far as a picture tells it.
      if (owner) head.conditions.push({ kind: 'relation', relation: 'belongs-to', to: owner })
      const possessed = possession(reader, things, head, noun.plural)
      return withModifiers(reader, possessed.set, possessed.head, possessed.plural)
    }
    if (cursor.accept('one')) return withModifiers(reader, reader.kind, head, false)
    if (cursor.accept('ones')) return withModifiers(reader, reader.kind, head, true)
    if (!saysSomething(head)) return undefined
    return withModifiers(reader, ofThose(reader) ?? reader.kind, head, head.order === undefined)
  })
}

function inBrackets(reader: Reader): Expression | undefined {
  const { cursor } = reader
  if (!cursor.accept('(')) return undefined
  const { depth, isSubject } = reader
  Object.assign(reader, { depth: 0, isSubject: false })
  const set = reader.set()
  Object.assign(reader, { depth, isSubject })
  return cursor.accept(')') ? set : undefined
}

/** Nobody's "glasses" are to drink from. */
function ofSomebody({ noun, plural }: Noun): string {
  return noun === 'glass' && plural ? 'glasses' : noun
}

interface Possessed {
  set: Expression
  head: Head
  plural: boolean
}

/** "the woman's red handbag": what she has; of a part that is no object of its own ("the dog's legs"), the owner. */
function possession(reader: Reader, owner: Expression, head: Head, plural: boolean): Possessed {
  const { cursor } = reader
  if (!cursor.accept("'s")) return { set: owner, head, plural }
  const own = emptyHead()
  const owned = cursor.attempt(() => {
    for (let word = cursor.peek(); word !== undefined; word = cursor.peek()) {
      const said = conditionOfAdjective(word)
      if (!said) break
      cursor.next()
      own.conditions.push(said)
    }
    return readNoun(reader)
  })
  if (!owned) return { set: owner, head, plural }
  if (acquaintance(owned.noun) !== 'visible' && !namesArea(owned.noun)) {
    cursor.ignored.push(owned.noun)
    return { set: owner, head, plural }
  }
  const who = arranged(owner, head, plural)
  const things: Expression = { kind: 'things', noun: ofSomebody(owned) }
  reader.kind = things
  own.definite = head.definite
  return {
    set: filter(things, { kind: 'relation', relation: 'belongs-to', to: who }),
    head: own,
    plural: owned.plural,
  }
}

function reference({ cursor }: Reader): Expression | undefined {
  const word = cursor.peek()
  if (word === undefined) return undefined
  const id = /^(?:#|r)(\d{1,4})$/.exec(word)
  if (id) {
    cursor.next()
    return { kind: 'region', id: `r${id[1]}` }
  }
  if ((word === 'number' || word === 'region') && /^r?\d{1,4}$/.test(cursor.peek(1) ?? '')) {
    cursor.next()
    return { kind: 'region', id: `r${cursor.next()?.replace('r', '')}` }
  }
  if (!PRONOUNS.has(word)) return undefined
  const after = cursor.peek(1)
  if (ALWAYS_PRONOUNS.has(word)) {
    cursor.next()
    return SELECTION
  }
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

/** "the largest *of the two bears*", "which *of those*". */
function ofThose(reader: Reader): Expression | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (!cursor.accept('of')) return undefined
    if (cursor.acceptPhrase(['them', 'those', 'these'])) {
      const after = cursor.peek()
      if (after === undefined || FUNCTION_WORDS.has(after) || NUMBERS.has(after)) {
        cursor.acceptAny(NUMBERS)
        return SELECTION
      }
    }
    return reader.object()
  })
}

function otherThings(reader: Reader, head: Head, words: string): Expression {
  // "The zebra behind the other one" speaks of another zebra; that a thing is not related to itself goes without saying.
  if (reader.depth > 0 && reader.kind.kind === 'things' && words !== 'other') return reader.kind
  const several = words === 'others' || words === 'other ones' || words === 'rest' || head.many
  const count = NUMBERS.get(reader.cursor.peek() ?? '')
  if (words === 'other' && count !== undefined) {
    reader.cursor.next()
    head.count = count
  }
  const noun = words === 'other' ? readNoun(reader) : undefined
  const set = noun ? filter(OTHERS, { kind: 'noun', noun: noun.noun }) : OTHERS
  const plural = several || noun?.plural === true || (words === 'other' && !noun)
  return withModifiers(reader, set, head, plural)
}

/** Puts head, noun and what follows together: conditions first, then the order, then how many are meant. */
function withModifiers(reader: Reader, noun: Expression, head: Head, nounIsPlural: boolean): Expression {
  let set = wholeOf(reader, noun)
  let order = head.order
  let from: Order | undefined
  let most: (Modifier & { kind: 'most' }) | undefined
  const conditions = [...head.conditions]
  for (;;) {
    if (belongsOutside(reader, noun)) break
    const found = modifier(reader) ?? joinedModifier(reader)
    if (!found) break
    if (found.kind === 'condition') conditions.push(found.condition)
    else if (found.kind === 'from') from = found.position
    else if (found.kind === 'order') order = found.order
    else if (found.kind === 'most') most = found
  }
  for (const by of conditions) set = filter(set, by)
  if (most) return { kind: 'most', of: set, relation: most.relation, to: most.to, fewest: most.fewest }
  return arranged(
    set,
    { ...head, conditions: [], order: from !== undefined && order === undefined ? from : order },
    nounIsPlural,
    from,
  )
}

/** What people wear or carry is said of a person: "the man on the bike *with a backpack*". */
function belongsOutside({ cursor, depth }: Reader, noun: Expression): boolean {
  const opener = cursor.peek() ?? ''
  if (depth === 0 || !BEARING.has(opener)) return false
  const named = nounOf(noun)
  if (named === undefined || named === THING || isAnimate(named)) return false
  return opener !== 'with' || [1, 2, 3].some((ahead) => WORN.has(singular(cursor.peek(ahead) ?? '')))
}

/** ", and next to the bed": goes back to the outermost noun. */
function joinedModifier(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  if (reader.depth > 0) return undefined
  return cursor.attempt(() => {
    const comma = cursor.accept(',')
    if (!cursor.acceptPhrase(['and', 'but']) && !comma) return undefined
    if (cursor.peek() === '(') return undefined
    const found = modifier(reader)
    // "it and red cars" goes on to another noun.
    return startsNoun(cursor.peek()) ? undefined : found
  })
}

function isAnimate(noun: string): boolean {
  return ANIMATE.some((label) => naming(noun, label) !== 'no')
}

/** "the edge of the table" is no object of its own: the table; "a bowl of oranges" is one that holds some. */
function wholeOf(reader: Reader, noun: Expression): Expression {
  const { cursor } = reader
  const whole = cursor.peek() === 'of' ? ofThose(reader) : undefined
  if (!whole) return noun
  if (noun.kind !== 'things' || noun.noun === THING) return whole
  const named = nounOf(whole)
  // "the middle bird of the three": a number after "of" repeats the noun.
  if (named === undefined || named === noun.noun) return noun
  const [part, content] = [acquaintance(noun.noun), acquaintance(named)]
  if (part === 'visible' && content === 'visible') {
    const holds = isAnimate(noun.noun) || isAnimate(named) ? 'belongs-to' : 'contains'
    return filter(noun, { kind: 'relation', relation: holds, to: whole })
  }
  if (part === 'visible') {
    cursor.ignored.push('of', named)
    return noun
  }
  if (content !== 'visible') return noun
  cursor.ignored.push(noun.noun, 'of')
  return whole
}

/** How many are meant, and from which end. */
function arranged(set: Expression, head: Head, nounIsPlural: boolean, from?: Order): Expression {
  const of = head.conditions.reduce(filter, set)
  const { order, rank } = head
  if (rank !== undefined || order !== undefined) {
    const count = head.count ?? (nounIsPlural && order !== undefined && rank === undefined ? undefined : 1)
    return pick(of, from ?? order ?? 'left', order ?? from ?? 'left', rank ?? 1, count)
  }
  if (head.many || (of.kind === 'definite' && head.count === undefined)) return of
  if (head.count !== undefined) return { kind: 'definite', of, count: head.count }
  return !nounIsPlural && head.definite ? { kind: 'definite', of, count: 1 } : of
}

/** A plural with an order ("the upper ones") is a place to be in, not a count to take. */
function pick(of: Expression, end: Order, order: Order, rank: number, count: number | undefined): Expression {
  if (count !== undefined) return { kind: 'pick', of, order: end, rank, count }
  switch (order) {
    case 'largest':
    case 'tallest':
    case 'widest':
      return filter(of, { kind: 'size', size: 'large' })
    case 'smallest':
    case 'shortest':
    case 'narrowest':
      return filter(of, { kind: 'size', size: 'small' })
    case 'darkest':
      return filter(of, { kind: 'brightness', brightness: 'dark' })
    case 'brightest':
      return filter(of, { kind: 'brightness', brightness: 'light' })
    default:
      return filter(of, { kind: 'position', position: order })
  }
}
