import type { Cursor } from '../cursor.js'
import { useOfClause } from '../lexicon/use-of-clause.js'
import { PARTICLES, REMOVALS } from '../lexicon/verbs.js'
import type { Condition, Expression, Program } from '../query.js'
import { predicate } from './modifiers.js'
import { nounPhrase } from './noun-phrase.js'
import { filter, find, KIND, type Modifier, type Reader, SELECTION, THINGS } from './reader.js'
import { createReader } from './sets.js'
import { fallen, removedThing } from './stacking.js'
import { able, statedUse, usefulThing } from './usefulness.js'
import { subjectGap } from './verb-phrase.js'
import { ADVERBS, COPULAS, FILLERS, MODALS, PERSONS } from './words.js'

/** What people put before the thing that they want shown. */
export const COMMANDS = [
  'show me',
  'show',
  'give me',
  'find me',
  'find',
  'select',
  'highlight',
  'segment',
  'mask',
  'mark',
  'cut out',
  'cut',
  'point at',
  'point to',
  'point out',
  'locate',
  'outline',
  'pick out',
  'detect',
  'get me',
  'get',
  'i want',
  'i need',
  'look for',
  'search for',
  'tell me',
  'i would like',
  'see',
  'isolate',
  'extract',
  'pick',
]
const ASKS = ['can you', 'could you', 'would you', 'will you', 'do you', 'let me', 'help me']
const THERE_IS = ['is there', 'are there', 'do you see', 'you see']

/** A sentence that stands on its own. */
export function fresh(cursor: Cursor): Program | undefined {
  const reader = createReader(cursor, KIND)
  cursor.skip(FILLERS)
  if (cursor.acceptPhrase(ASKS)) cursor.skip(FILLERS)
  if (cursor.acceptPhrase(COMMANDS)) cursor.skip(FILLERS)
  return (
    conditional(reader) ??
    counting(reader) ??
    existence(reader) ??
    permission(reader) ??
    uncovering(reader) ??
    whereabouts(reader) ??
    aspect(reader) ??
    usefulQuestion(reader) ??
    whQuestion(reader) ??
    unknownUse(reader) ??
    statement(reader)
  )
}

/** "if the green suitcase were taken away, which ones would come down?" */
function conditional(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const bare = cursor.acceptPhrase(['what happens if', 'what would happen if', 'what will happen if'])
    if (!bare && !cursor.acceptPhrase(['if', 'suppose', 'when'])) return undefined
    const removed = removedThing(reader)
    if (!removed) return undefined
    if (bare) return find(falling(THINGS, removed))
    cursor.skip(new Set([',', 'then']))
    cursor.acceptAny(new Set(['what', 'which', 'who']))
    const asked = nounPhrase(reader) ?? THINGS
    cursor.skip(MODALS)
    return fallen(reader) ? find(falling(asked, removed)) : undefined
  })
}

function falling(of: Expression, removed: Expression): Expression {
  return filter(of, { kind: 'relation', relation: 'falls-with', to: removed })
}

function counting(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (!cursor.acceptPhrase(['how many', 'count the', 'count', 'number of'])) return undefined
    const set = question(reader, undefined)
    cursor.acceptPhrase(['are there', 'do you see', 'can you see', 'are here', 'are visible'])
    return set && { intent: 'count', target: set }
  })
}

function existence(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const asked =
      cursor.acceptPhrase(THERE_IS) ??
      cursor.acceptPhrase(['is', 'are', 'does', 'do', 'was', 'were', 'has', 'have'])
    if (!asked && !(cursor.isQuestion && /^any/.test(cursor.peek() ?? ''))) return undefined
    cursor.acceptAny(new Set(['a', 'an']))
    const set = reader.set()
    return set && { intent: 'exists', target: set.kind === 'definite' && set.count === 1 ? set.of : set }
  })
}

/** "can I remove the green suitcase?" */
function permission(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (cursor.acceptAny(MODALS) === undefined || cursor.acceptAny(PERSONS) === undefined) return undefined
    if (cursor.acceptAny(REMOVALS) === undefined) return undefined
    cursor.skip(PARTICLES)
    const set = reader.set()
    if (cursor.acceptPhrase(['without', 'and not'])) while (!cursor.done) cursor.next()
    return (
      set && {
        intent: 'exists',
        target: filter(set, { kind: 'state', state: 'removable' }),
      }
    )
  })
}

/** "what do I have to take off first to get the red one out?": all that rests on it. */
function uncovering(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (!cursor.acceptPhrase(['what', 'which one', 'which ones', 'which of them', 'which'])) return undefined
    cursor.acceptPhrase(['else', 'things'])
    if (
      !cursor.acceptPhrase(['do', 'does', 'would', 'must', 'should', 'will', 'need to', 'has to', 'have to'])
    )
      return undefined
    cursor.acceptAny(PERSONS)
    cursor.acceptPhrase(['have to', 'need to', 'got to', 'must'])
    cursor.accept('be')
    if (cursor.acceptAny(REMOVALS) === undefined) return undefined
    cursor.skip(PARTICLES)
    cursor.skip(ADVERBS)
    if (
      !cursor.acceptPhrase([
        'before i can',
        'before',
        'to get at',
        'to get to',
        'to get',
        'to reach',
        'to free',
        'so i can',
        'to be able to',
        'to',
      ])
    )
      return undefined
    if (cursor.acceptAny(REMOVALS) !== undefined) cursor.skip(PARTICLES)
    const wanted = reader.object()
    cursor.skip(PARTICLES)
    return wanted && find(falling(THINGS, wanted))
  })
}

function whereabouts(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (!cursor.accept('where') || cursor.acceptAny(COPULAS) === undefined) return undefined
    const set = reader.set()
    return set && find(set)
  })
}

/** "what colour is the bus?", "what kind of animal is it?" */
function aspect(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const about = cursor.acceptPhrase([
      'what colour',
      'what color',
      'what colours',
      'what colors',
      'which colour',
      'which color',
      'of what colour',
    ])
      ? 'colour'
      : cursor.acceptPhrase(['what kind of thing', 'what sort of thing'])
        ? 'kind'
        : undefined
    if (about === undefined || cursor.acceptAny(COPULAS) === undefined) return undefined
    const set = reader.set()
    return set && { intent: 'tell', about, target: set }
  })
}

function usefulQuestion(reader: Reader): Program | undefined {
  const target = usefulThing(reader)
  return target && find(target)
}

/** "what can I glorp with?": a use that no table has is owned to. */
function unknownUse({ cursor }: Reader): Program | undefined {
  return cursor.attempt(() => {
    if (cursor.acceptAny(new Set(['what', 'where', 'how', 'which'])) === undefined) return undefined
    if (cursor.acceptAny(MODALS) === undefined) return undefined
    cursor.acceptAny(PERSONS)
    const words: string[] = []
    while (!cursor.done && words.length < 12) words.push(cursor.next() as string)
    return words.length === 0 ? undefined : find(filter(THINGS, { kind: 'unseen', words: words.join(' ') }))
  })
}

/** "what is resting on it?", "which suitcases support the pink one?", "who is holding it?", "what is the man eating?" */
function whQuestion(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const word = cursor.acceptAny(new Set(['what', 'which', 'who', 'whatever']))
    if (word === undefined) return undefined
    const asked: Expression | undefined = word === 'who' ? { kind: 'things', noun: 'person' } : undefined
    const set = question(reader, asked)
    return set && find(set)
  })
}

/** What comes after the question word: a noun or nothing, then what is said of it. */
export function question(reader: Reader, asked: Expression | undefined): Expression | undefined {
  const { cursor } = reader
  const subject = asked ?? questionNoun(reader)
  const head = subject ?? THINGS
  if (subject) reader.kind = subject
  let copula: string | undefined
  const said = cursor.attempt((): Modifier | undefined => {
    const useful =
      able(reader) ?? (head === THINGS || head === SELECTION ? statedUse(reader, THINGS) : undefined)
    if (useful) return useful
    copula = cursor.acceptAny(COPULAS)
    if (copula === undefined && !cursor.acceptPhrase(['does', 'do', 'did'])) cursor.skip(MODALS)
    return cursor.furthest(
      () => predicate(reader),
      () => subjectGap(reader),
    )
  })
  if (!said) return subject ?? namedAfter(reader)
  switch (said.kind) {
    case 'condition': {
      const { condition } = said
      // "which one is on top?": one of them; "which ones are on top?": all that are up there.
      if (subject && copula === 'is' && condition.kind === 'position') {
        return { kind: 'pick', of: head, order: condition.position, rank: 1, count: 1 }
      }
      return filter(restricted(head, condition, cursor), condition)
    }
    case 'order':
      return { kind: 'pick', of: head, order: said.order, rank: 1, count: 1 }
    case 'from':
      return { kind: 'pick', of: head, order: said.position, rank: 1, count: 1 }
    case 'most':
      return { kind: 'most', of: head, relation: said.relation, to: said.to, fewest: said.fewest }
    case 'nothing':
      return head
  }
}

/** "what is the boy eating?" asks for food: a verb says what kind of thing it takes. */
function restricted(head: Expression, condition: Condition, cursor: Cursor): Expression {
  const taken =
    condition.kind === 'relation' && ['held-by', 'ridden-by', 'worn-by'].includes(condition.relation)
  if (head !== THINGS || !taken) return head
  const use = useOfClause([cursor.peek(-1) as string])?.use
  return use ? filter(head, { kind: 'use', use }) : head
}

/** "what is the brown animal?" asks for it. */
function namedAfter(reader: Reader): Expression | undefined {
  const { cursor } = reader
  return cursor.attempt(() => (cursor.acceptAny(COPULAS) ? reader.set() : undefined))
}

/** The noun of "which suitcases ...", "which ones ...", "what animal ...". */
function questionNoun(reader: Reader): Expression | undefined {
  const { cursor } = reader
  // Of what was picked last, if the sentence has named nothing itself.
  if (cursor.accept('one') || cursor.accept('ones')) return reader.kind === KIND ? SELECTION : reader.kind
  if (cursor.accept('of')) return reader.object()
  const word = cursor.peek()
  if (word === undefined || COPULAS.has(word) || MODALS.has(word) || PERSONS.has(word)) return undefined
  const set = nounPhrase(reader)
  return set?.kind === 'definite' ? set.of : set
}

/** "the red car on the left", a bare noun; with what may be said of it after a copula. */
function statement(reader: Reader): Program | undefined {
  const set = reader.set()
  return set && find(set)
}
