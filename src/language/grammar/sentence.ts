import type { Cursor } from '../cursor.js'
import { THING } from '../lexicon/nouns.js'
import { FALLS, PARTICLES, REMOVALS } from '../lexicon/verbs.js'
import type { Expression, Program } from '../query.js'
import { predicate, subjectGap } from './modifiers.js'
import { nounPhrase } from './noun-phrase.js'
import { find, KIND, type Modifier, type Reader, SELECTION } from './reader.js'
import { createReader } from './sets.js'
import { removedThing } from './stacking.js'
import { COPULAS, FILLERS, MODALS, PERSONS } from './words.js'

const THINGS: Expression = { kind: 'things', noun: THING }

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
const THERE_IS = [
  'is there',
  'are there',
  'is any',
  'are any',
  'does it have',
  'do you see',
  'you see',
  'any',
]

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
    whereabouts(reader) ??
    whQuestion(reader) ??
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
    if (cursor.acceptAny(FALLS) === undefined) return undefined
    cursor.skip(PARTICLES)
    cursor.acceptPhrase(['to the ground', 'to the floor'])
    return find(falling(asked, removed))
  })
}

function falling(of: Expression, removed: Expression): Expression {
  return { kind: 'filter', of, by: { kind: 'relation', relation: 'falls-with', to: removed } }
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
    const asked = cursor.acceptPhrase(THERE_IS) ?? cursor.acceptPhrase(['is', 'are'])
    if (!asked) return undefined
    cursor.acceptAny(new Set(['a', 'an', 'any', 'some']))
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
    return (
      set && {
        intent: 'exists',
        target: { kind: 'filter', of: set, by: { kind: 'state', state: 'removable' } },
      }
    )
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
    copula = cursor.acceptAny(COPULAS)
    if (copula === undefined) cursor.acceptPhrase(['does', 'do', 'did'])
    return cursor.furthest(
      () => predicate(reader),
      () => subjectGap(reader),
    )
  })
  if (!said) return subject
  switch (said.kind) {
    case 'condition': {
      const { condition } = said
      // "which one is on top?": one of them; "which ones are on top?": all that are up there.
      if (subject && copula === 'is' && condition.kind === 'position') {
        return { kind: 'pick', of: head, order: condition.position, rank: 1, count: 1 }
      }
      return { kind: 'filter', of: head, by: condition }
    }
    case 'order':
      return { kind: 'pick', of: head, order: said.order, rank: 1, count: 1 }
    case 'from':
      return { kind: 'pick', of: head, order: said.position, rank: 1, count: 1 }
    case 'nothing':
      return head
  }
}

/** The noun of "which suitcases ...", "which ones ...", "what animal ...". */
function questionNoun(reader: Reader): Expression | undefined {
  const { cursor } = reader
  // Of what was picked last, if the sentence has named nothing itself.
  if (cursor.accept('one') || cursor.accept('ones')) return reader.kind === KIND ? SELECTION : reader.kind
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
