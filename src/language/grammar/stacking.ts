import { FALLS, PARTICLES, REMOVALS } from '../lexicon/verbs.js'
import type { Expression } from '../query.js'
import { condition, type Modifier, type Reader, relation } from './reader.js'
import { ADVERBS, ARTICLES, MODALS, PERSONS } from './words.js'

const SOMETHING_ON = [
  'something on top of',
  'something on',
  'anything on top of',
  'anything on',
  'something resting on',
  'things on top of',
]
const NOTHING_ON = [
  'nothing on top of',
  'nothing on',
  'nothing above',
  'nothing resting on',
  'nothing lying on',
]
/** Words that open what is asked after "if ...". */
const AFTERWARDS = new Set([',', ')', 'then', 'what', 'which', 'who', 'how', 'would', 'will', 'do', 'does'])
const GROUNDS = new Set(['the', 'ground', 'floor', 'water', 'pieces', 'it', 'them', 'table'])
const TOP_WORDS = ['top of', 'top']
const BACK_PRONOUNS = ['it', 'them', 'top', 'him', 'her']

/** "with nothing on top of it", "have something on them" */
export function loaded({ cursor }: Reader): Modifier | undefined {
  return cursor.attempt(() => {
    cursor.acceptPhrase(['with', 'have', 'has', 'having'])
    const clear = cursor.acceptPhrase(NOTHING_ON)
    if (!clear && !cursor.acceptPhrase(SOMETHING_ON)) return undefined
    const top = cursor.acceptPhrase(TOP_WORDS)
    if (!cursor.acceptPhrase(BACK_PRONOUNS) && top !== 'top' && !cursor.done) return undefined
    return condition({ kind: 'state', state: clear ? 'clear-on-top' : 'supporting' })
  })
}

/** "would fall if I pulled out the brown one", "would come down if NP were removed" */
export function falling(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.skip(MODALS)
    cursor.acceptPhrase(['is going to', 'are going to', 'going to', 'to'])
    if (!fallen(reader)) return undefined
    if (
      !cursor.acceptPhrase([
        'if',
        'when',
        'once',
        'without',
        'as soon as',
        'should',
        'after',
        'together with',
        'with',
      ])
    )
      return undefined
    const removed = removedThing(reader)
    return removed && relation('falls-with', removed)
  })
}

/** "fall", "come down", "end up in the water", "be knocked off", "hit the ground" */
export function fallen({ cursor }: Reader): boolean {
  return (
    cursor.attempt(() => {
      cursor.skip(ADVERBS)
      cursor.acceptPhrase(['be', 'get', 'also'])
      if (!cursor.acceptPhrase(['end up', 'hit', 'land', 'knocked']) && cursor.acceptAny(FALLS) === undefined)
        return undefined
      cursor.skip(PARTICLES)
      cursor.attempt(() => {
        if (cursor.acceptPhrase(['on to', 'onto', 'on', 'to', 'in', 'into', 'off', 'with it']) === undefined)
          return undefined
        cursor.acceptAny(ARTICLES)
        return cursor.acceptAny(GROUNDS)
      })
      cursor.acceptAny(GROUNDS)
      return true
    }) !== undefined
  )
}

/** "I pulled out the brown suitcase", "the table were taken away", "the man stood up": the thing that no longer holds. */
export function removedThing(reader: Reader): Expression | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (cursor.acceptAny(PERSONS) !== undefined) {
      cursor.skip(MODALS)
      cursor.skip(ADVERBS)
      if (cursor.acceptAny(REMOVALS) === undefined) return undefined
      cursor.skip(PARTICLES)
    }
    const thing = subjectOf(reader)
    // However it goes ("tipped over", "came off the wall"), what it held comes down.
    while (!(cursor.done || AFTERWARDS.has(cursor.peek() as string))) cursor.next()
    return thing
  })
}

/** The noun before a verb of its own: "the man" of "the man stood up". */
export function subjectOf(reader: Reader): Expression | undefined {
  const { isSubject } = reader
  reader.isSubject = true
  const subject = reader.object()
  reader.isSubject = isSubject
  return subject
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
    if (cursor.acceptPhrase(['without', 'and not', 'while not']))
      while (!(cursor.done || cursor.peek() === ')')) cursor.next()
    const ends = cursor.done || [',', ')'].includes(cursor.peek() as string)
    return ends ? condition({ kind: 'state', state: 'removable' }) : undefined
  })
}
