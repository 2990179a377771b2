import { singular } from '../lexicon/morphology.js'
import { isCuratedNoun } from '../lexicon/nouns.js'
import { isParticiple, verbLemma } from '../lexicon/verb-forms.js'
import { ACTIONS, inverse, PARTICLES, POSTURES, PREPOSITIONS } from '../lexicon/verbs.js'
import type { Condition, Expression, Relation } from '../query.js'
import { quantity } from './counted.js'
import { conditionOfAdjective } from './head.js'
import { trailingOrder } from './places.js'
import { onGround, preposition } from './prepositions.js'
import { condition, type Modifier, not, type Reader, relation } from './reader.js'
import { removable } from './stacking.js'
import { ADVERBS, COPULAS, FUNCTION_WORDS, MODALS } from './words.js'

/** "lying down", "standing up": stances that an outline shows. */
const STANCES: ReadonlyMap<string, Condition> = new Map<string, Condition>([
  ...['lying', 'lies', 'lie', 'laying', 'sprawled', 'sprawling', 'reclining'].map(
    (word): [string, Condition] => [word, { kind: 'appearance', appearance: 'lying' }],
  ),
  ...['standing', 'stands', 'stand'].map((word): [string, Condition] => [
    word,
    { kind: 'appearance', appearance: 'upright' },
  ]),
  ...['leaning', 'leans', 'tilting', 'tilts'].map((word): [string, Condition] => [
    word,
    { kind: 'appearance', appearance: 'tilted' },
  ]),
])
const AFTER_POSTURE = new Set([
  'down',
  'up',
  'directly',
  'right',
  'straight',
  'flat',
  'upright',
  'still',
  'together',
  'there',
  'here',
])
/** Prepositions that lead a verb to what it is about: "jumping *for* the frisbee", "waiting *at* the bus". */
const TOWARDS = [
  'for',
  'after',
  'at',
  'towards',
  'toward',
  'to',
  'with',
  'onto',
  'into',
  'against',
  'from',
  'off',
  'on',
]
const VIEWERS = [
  'the camera',
  'us',
  'me',
  'you',
  'the viewer',
  'away',
  'the other way',
  'left',
  'right',
  'forward',
  'backwards',
]
/** To look is to be apart from what one looks at. */
const LOOKING = new Set([
  'look',
  'stare',
  'gaze',
  'face',
  'point',
  'watch',
  'smile',
  'wave',
  'glance',
  'come',
  'run',
  'walk',
])

/** "holding a bat", "held by the man", "supports the pink one", "touch the ground" */
export function action(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.accept('being')
    const stated = transitive(reader)
    if (stated === undefined) return undefined
    cursor.skip(PARTICLES)
    if (cursor.acceptPhrase(['by', 'from'])) {
      const many = quantity(reader)
      const agent = reader.object()
      return agent && relation(inverse(stated), agent, many)
    }
    if (stated === 'hides' && cursor.acceptPhrase(['behind', 'under', 'in'])) {
      const cover = reader.object()
      return cover && relation('hidden-by', cover)
    }
    if (onGround(reader)) return condition({ kind: 'state', state: 'on-the-ground' })
    if (cursor.acceptPhrase(['nothing', 'nobody']))
      return condition(not({ kind: 'relation', relation: stated, to: { kind: 'things', noun: 'thing' } }))
    const many = quantity(reader)
    if (!many) cursor.acceptPhrase(['on to', 'onto', 'in', 'at'])
    const object = reader.object()
    return object && relation(stated, object, many)
  })
}

/** "holding", "rides", "hold up": a verb that takes an object, as the relation that it states. */
function transitive({ cursor }: Reader): Relation | undefined {
  const verb = cursor.peek() ?? ''
  const name = ACTIONS.get(verb)
  if (name === undefined) return undefined
  cursor.next()
  const lifted = (verb.startsWith('hold') || verb === 'held') && cursor.accept('up')
  return lifted ? 'supports' : name
}

/** "resting on the red one", "sitting", "lying down" */
export function posture(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const word = cursor.acceptAny(POSTURES)
    if (word === undefined) return undefined
    cursor.skip(AFTER_POSTURE)
    const place = trailingOrder(reader) ?? preposition(reader)
    if (place) return place
    // "What is the laptop resting *on*?": its object stands elsewhere.
    if (PREPOSITIONS.some(([words]) => words.every((word, i) => cursor.peek(i) === word))) return undefined
    const aim = cursor.attempt(() =>
      cursor.acceptPhrase(['for', 'from', 'towards', 'toward']) ? reader.object() : undefined,
    )
    if (aim) return relation('busy-with', aim)
    cursor.acceptPhrase(['on its side', 'on his back', 'on her back', 'on its back', 'on their side'])
    if (reader.isSubject) return undefined
    const stance = STANCES.get(word)
    return condition(stance ?? { kind: 'unseen', words: word })
  })
}

/** "throwing the frisbee", "jumping for the ball", "being pulled by the boat", "smiling": verbs that state no relation of their own. */
export function anyVerb(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.accept('being')
    const word = cursor.next()
    if (word === undefined || !isPlainVerb(word, cursor.peek(-2))) return undefined
    cursor.skip(PARTICLES)
    cursor.skip(ADVERBS)
    if (cursor.accept('by')) {
      const agent = reader.object()
      return agent && relation('busy-with', agent)
    }
    const apart = LOOKING.has(verbLemma(word) ?? '')
    const led = cursor.acceptPhrase(TOWARDS)
    if (cursor.acceptPhrase(VIEWERS)) return condition({ kind: 'unseen', words: word })
    const object = reader.object()
    if (!object) return reader.isSubject ? undefined : condition({ kind: 'unseen', words: word })
    // "walking to the camera": whom one walks to is no sign of who walks.
    return apart && led !== 'after'
      ? condition({ kind: 'unseen', words: `${word} ${led ?? ''} something`.replace(/ +/g, ' ') })
      : relation('busy-with', object)
  })
}

function isPlainVerb(word: string, before: string | undefined): boolean {
  if (FUNCTION_WORDS.has(word) || isCuratedNoun(singular(word))) return false
  if (conditionOfAdjective(word) !== undefined) return false
  if (isParticiple(word)) return true
  return (
    before !== undefined &&
    ['that', 'who', 'which', 'does', 'do', 'not'].includes(before) &&
    verbLemma(word) !== undefined
  )
}

/** A clause whose object is the noun before it: "(that) nothing is resting on", "(that) the girl is holding". */
export function subjectGap(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (cursor.accept('nothing')) {
      cursor.skip(COPULAS)
      cursor.acceptAny(POSTURES)
      const on = cursor.acceptPhrase(['on top of', 'on', 'upon', 'above'])
      return on ? condition({ kind: 'state', state: 'clear-on-top' }) : undefined
    }
    const taken = removable(reader)
    if (taken) return taken
    const nobody = cursor.acceptPhrase(['nobody', 'no one', 'no person']) !== undefined
    const { kind, isSubject } = reader
    reader.isSubject = true
    const subject: Expression | undefined = nobody ? { kind: 'things', noun: 'person' } : reader.object()
    reader.kind = kind
    reader.isSubject = isSubject
    if (!subject) return undefined
    cursor.skip(COPULAS)
    cursor.skip(MODALS)
    cursor.skip(ADVERBS)
    const negative = cursor.accept('not') !== nobody
    const name = verbWithoutObject(reader)
    if (!name) return undefined
    const by: Condition = { kind: 'relation', relation: inverse(name), to: subject }
    return condition(negative ? not(by) : by)
  })
}

/** "resting on", "holding", "on", "playing with": a verb or preposition whose object stands elsewhere in the sentence. */
function verbWithoutObject(reader: Reader): Relation | undefined {
  const { cursor } = reader
  if (cursor.acceptAny(POSTURES) === undefined) {
    const stated = transitive(reader)
    if (stated !== undefined) {
      cursor.acceptPhrase(['from', 'in', 'at', 'on'])
      return stated
    }
  }
  const placed = PREPOSITIONS.find(([words]) => cursor.accept(...words))?.[1]
  if (placed) return placed
  const verb = cursor.peek()
  if (verb === undefined || !isPlainVerb(verb, cursor.peek(-1))) return undefined
  cursor.next()
  cursor.skip(PARTICLES)
  cursor.acceptPhrase(TOWARDS)
  return 'busy-with'
}
