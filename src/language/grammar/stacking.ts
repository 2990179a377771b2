import { FALLS, PARTICLES, REMOVALS } from '../lexicon/verbs.js'
import type { Expression } from '../query.js'
import { condition, type Modifier, type Reader, relation } from './reader.js'
import { ADVERBS, COPULAS, MODALS, PERSONS } from './words.js'

const SOMETHING_ON = [
  'something on top of',
  'something on',
  'anything on top of',
  'anything on',
  'something resting on',
]
const NOTHING_ON = [
  'nothing on top of',
  'nothing on',
  'nothing above',
  'nothing resting on',
  'nothing lying on',
]
const TOP_WORDS = ['top of', 'top']
const BACK_PRONOUNS = ['it', 'them', 'top', 'him', 'her']

/** "with nothing on top of it", "have something on them" */
export function loaded({ cursor }: Reader): Modifier | undefined {
  return cursor.attempt(() => {
    cursor.acceptPhrase(['with', 'have', 'has', 'having'])
    const clear = cursor.acceptPhrase(NOTHING_ON)
    if (!clear && !cursor.acceptPhrase(SOMETHING_ON)) return undefined
    cursor.acceptPhrase(TOP_WORDS)
    if (!cursor.acceptPhrase(BACK_PRONOUNS) && !cursor.done) return undefined
    return condition({ kind: 'state', state: clear ? 'clear-on-top' : 'supporting' })
  })
}

/** "would fall if I pulled out the brown one", "would come down if NP were removed" */
export function falling(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.skip(MODALS)
    if (cursor.acceptAny(FALLS) === undefined) return undefined
    cursor.skip(PARTICLES)
    cursor.acceptPhrase(['to the ground', 'to the floor', 'to pieces'])
    if (!cursor.acceptPhrase(['if', 'when', 'once', 'without'])) return undefined
    const removed = removedThing(reader)
    return removed && relation('falls-with', removed)
  })
}

/** "I pulled out the brown suitcase", "the table were taken away": the thing that goes. */
export function removedThing(reader: Reader): Expression | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (cursor.acceptAny(PERSONS) !== undefined) {
      cursor.skip(MODALS)
      if (cursor.acceptAny(REMOVALS) === undefined) return undefined
      cursor.skip(PARTICLES)
    }
    const thing = reader.object()
    cursor.skip(COPULAS)
    cursor.acceptPhrase(['gone', 'missing', 'not there'])
    if (cursor.acceptAny(REMOVALS) !== undefined || cursor.acceptAny(FALLS) !== undefined)
      cursor.skip(PARTICLES)
    return thing
  })
}

/** "be removed without disturbing the others", "I can take away safely" */
export function removable(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.acceptPhrase(['free to', 'safe to', 'possible to'])
    cursor.skip(MODALS)
    const byPerson = cursor.acceptAny(PERSONS) !== undefined
    if (byPerson) cursor.skip(MODALS)
    cursor.skip(ADVERBS)
    const passive = cursor.accept('be')
    cursor.skip(ADVERBS)
    if (!(byPerson || passive || cursor.peek(-1) === 'to')) return undefined
    if (cursor.acceptAny(REMOVALS) === undefined) return undefined
    cursor.skip(PARTICLES)
    cursor.skip(ADVERBS)
    if (cursor.acceptPhrase(['off the', 'from the', 'of the', 'the'])) cursor.next()
    cursor.skip(ADVERBS)
    if (cursor.acceptPhrase(['without', 'and not', 'while not'])) while (!cursor.done) cursor.next()
    return cursor.done ? condition({ kind: 'state', state: 'removable' }) : undefined
  })
}
