import { ADJECTIVES, GARMENTS, PLACES, SUPERLATIVES } from '../lexicon/modifiers.js'
import { isKnownNoun } from '../lexicon/nouns.js'
import { ACTIONS, FALLS, INVERSE, PARTICLES, POSTURES, PREPOSITIONS, REMOVALS } from '../lexicon/verbs.js'
import type { BodyPart, Condition, Expression, Relation } from '../query.js'
import { ADVERBS, ARTICLES, COPULAS, GROUND, MODALS, type Modifier, PERSONS, type Reader } from './reader.js'

const RELATIVE_PRONOUNS = new Set(['that', 'which', 'who', 'whose'])
const PLACE_OPENERS = ['on the', 'at the', 'in the', 'to the', 'towards the', 'on', 'at', 'in']
const PLACE_NOUNS = new Set([
  'side',
  'corner',
  'part',
  'half',
  'edge',
  'end',
  'area',
  'row',
  'hand',
  'hand-side',
  'most',
])
const PICTURE_NOUNS = new Set(['image', 'picture', 'photo', 'photograph', 'frame', 'scene', 'shot', 'screen'])
const VIEWERS = ['the camera', 'the viewer', 'the photographer', 'camera', 'us', 'me', 'you', 'the lens']
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

/** What may follow a noun: a place, a relation, a participle, a relative clause. */
export function modifier(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.skip(ADVERBS)
    const from = fromEnd(reader)
    if (from) return from
    if (cursor.acceptAny(RELATIVE_PRONOUNS)) return relativeClause(reader)
    return (
      nearViewer(reader) ??
      trailingOrder(reader) ??
      participle(reader) ??
      subjectGap(reader) ??
      adjective(reader)
    )
  })
}

/** What may follow "is", "are", "can": the same, and adjectives. */
export function predicate(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.skip(ADVERBS)
    if (cursor.accept('not')) return negated(predicate(reader))
    return (
      modal(reader) ??
      nearViewer(reader) ??
      trailingOrder(reader) ??
      participle(reader) ??
      adjective(reader) ??
      identity(reader)
    )
  })
}

function condition(value: Condition): Modifier {
  return { kind: 'condition', condition: value }
}

function relation(name: Relation, to: Expression): Modifier {
  return condition({ kind: 'relation', relation: name, to })
}

function negated(modifier: Modifier | undefined): Modifier | undefined {
  return modifier?.kind === 'condition'
    ? condition({ kind: 'not', condition: modifier.condition })
    : undefined
}

/** "from the left", "starting from the right" */
function fromEnd({ cursor }: Reader): Modifier | undefined {
  cursor.acceptPhrase(['counting', 'starting', 'counted'])
  if (!cursor.accept('from')) return undefined
  cursor.accept('the')
  const position = PLACES.get(cursor.next() ?? '')
  if (position === undefined) return undefined
  cursor.skip(PLACE_NOUNS)
  return { kind: 'from', position }
}

/** "closest to the camera", "furthest from us", "highest up" */
function nearViewer({ cursor }: Reader): Modifier | undefined {
  return cursor.attempt(() => {
    cursor.accept('the')
    const word = cursor.next() ?? ''
    if (word === 'close' || word === 'near') {
      cursor.accept('to')
      return cursor.acceptPhrase(VIEWERS) ? { kind: 'order', order: 'front' } : undefined
    }
    const order = SUPERLATIVES.get(word)
    if (order === undefined) return undefined
    if (order !== 'front' && order !== 'back') {
      cursor.skip(PARTICLES)
      return { kind: 'order', order }
    }
    // "closest to the camera", "further left"
    const place = PLACES.get(cursor.peek() ?? '')
    if (place !== undefined) {
      cursor.next()
      return { kind: 'order', order: place }
    }
    cursor.acceptPhrase(['away from', 'to', 'from', 'away'])
    cursor.acceptPhrase(VIEWERS)
    return { kind: 'order', order }
  })
}

/** "on the left", "in the bottom left corner", "at the front right of the picture" */
function trailingOrder(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const opened = cursor.acceptPhrase(PLACE_OPENERS)
    const far = cursor.acceptAny(new Set(['far', 'extreme', 'very'])) !== undefined
    const places: Condition[] = []
    for (let word = cursor.peek(); word !== undefined && PLACES.has(word); word = cursor.peek()) {
      cursor.next()
      places.push({ kind: 'position', position: PLACES.get(word) as 'left' })
    }
    const [first, second] = places
    if (first?.kind !== 'position' || (!opened && !far && places.length === 0))
      return far && opened ? back() : undefined
    cursor.skip(PLACE_NOUNS)
    if (cursor.accept('of')) {
      cursor.accept('the')
      const bare = opened !== undefined && !opened.endsWith('the')
      const side = bare || first.position === 'left' || first.position === 'right'
      const place = cursor.peek() ?? ''
      if (PICTURE_NOUNS.has(place)) cursor.next()
      // "to the left of the car" relates two things; "at the back of the room" is a place.
      else if (side) return undefined
      else reader.set()
    }
    cursor.accept('from', 'the', 'viewer')
    if (far || first.position === 'middle') return { kind: 'order', order: first.position }
    if (second?.kind !== 'position') return condition(first)
    return condition({ kind: 'all', conditions: places })
  })

  function back(): Modifier {
    return condition({ kind: 'position', position: 'back' })
  }
}

/** "resting on the table", "on it", "holding a bat", "held by the man", "not wearing a hat" */
function participle(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.skip(ADVERBS)
    if (cursor.accept('not')) return negated(participle(reader))
    return (
      loaded(reader) ??
      wearing(reader) ??
      falling(reader) ??
      removable(reader) ??
      action(reader) ??
      posture(reader) ??
      preposition(reader)
    )
  })
}

/** "with nothing on top of it", "have something on them" */
function loaded({ cursor }: Reader): Modifier | undefined {
  return cursor.attempt(() => {
    cursor.acceptPhrase(['with', 'have', 'has', 'having'])
    const clear = cursor.acceptPhrase(NOTHING_ON)
    if (!clear && !cursor.acceptPhrase(SOMETHING_ON)) return undefined
    cursor.acceptPhrase(TOP_WORDS)
    if (!cursor.acceptPhrase(BACK_PRONOUNS) && !cursor.done) return undefined
    return condition({ kind: 'state', state: clear ? 'clear-on-top' : 'supporting' })
  })
}

/** "in the red shirt", "wearing dark shorts", "with a black jacket", "in white" */
function wearing(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const opener = cursor.acceptPhrase(['dressed in', 'wearing', 'wears', 'wear', 'in', 'with', 'dressed'])
    if (opener === undefined) return undefined
    const worn = garment(reader, opener)
    if (!worn) return undefined
    for (;;) {
      const more = cursor.attempt(() => (cursor.accept('and') ? garment(reader, 'with') : undefined))
      if (!more) break
      worn.push(...more)
    }
    return worn.length === 0 ? { kind: 'nothing' } : condition(all(worn))
  })
}

/** "the dark red shirt": colours, put where the garment shows; none for a garment without a colour. */
function garment(reader: Reader, opener: string): Condition[] | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    while (cursor.acceptAny(ARTICLES) !== undefined);
    const said: Condition[] = []
    for (let word = cursor.peek(); word !== undefined; word = cursor.peek()) {
      const adjective = ADJECTIVES.get(word)
      if (adjective?.kind !== 'colour' && adjective?.kind !== 'brightness') break
      cursor.next()
      said.push(adjective)
      if (cursor.peek() === 'and' && ADJECTIVES.has(cursor.peek(1) ?? '')) cursor.next()
    }
    const worn = garmentPart(reader)
    if (worn === undefined && (said.length === 0 || opener === 'with' || followedByNoun(reader)))
      return undefined
    // "in the striped shirt": that there is a shirt says nothing that could be checked.
    if (said.length === 0) cursor.ignored.push(cursor.peek(-1) as string)
    const part = worn === 'whole' ? undefined : worn
    return said.map((one): Condition => (one.kind === 'colour' && part ? { ...one, part } : one))
  })
}

function garmentPart({ cursor }: Reader): BodyPart | 'whole' | undefined {
  // A word in between ("polo shirt", "baseball jacket") tells the kind of garment, not its colour.
  for (const ahead of [0, 1]) {
    const word = cursor.peek(ahead) ?? ''
    const part = GARMENTS.get(word) ?? GARMENTS.get(word.replace(/s$/, ''))
    if (part === undefined) continue
    if (ahead === 1) cursor.ignored.push(cursor.next() as string)
    cursor.next()
    if (GARMENTS.has(cursor.peek() ?? '')) cursor.next()
    return part
  }
  return undefined
}

function followedByNoun({ cursor }: Reader): boolean {
  return isKnownNoun(cursor.peek() ?? '')
}

export function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 1 ? (conditions[0] as Condition) : { kind: 'all', conditions: [...conditions] }
}

/** "would fall if I pulled out the brown one", "would come down if NP were removed" */
function falling(reader: Reader): Modifier | undefined {
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
    const thing = reader.set()
    cursor.skip(COPULAS)
    cursor.acceptPhrase(['gone', 'missing', 'not there'])
    if (cursor.acceptAny(REMOVALS) !== undefined || cursor.acceptAny(FALLS) !== undefined)
      cursor.skip(PARTICLES)
    return thing
  })
}

/** "be removed without disturbing the others", "I can take away safely" */
function removable(reader: Reader): Modifier | undefined {
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

/** "holding a bat", "held by the man", "supports the pink one", "touch the ground" */
function action(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.acceptPhrase(['being'])
    const word = cursor.peek() ?? ''
    const name = ACTIONS.get(word)
    if (name === undefined) return undefined
    cursor.next()
    const lifted = (word.startsWith('hold') || word === 'held') && cursor.accept('up')
    cursor.skip(PARTICLES)
    const stated: Relation = lifted ? 'supports' : name
    if (cursor.acceptPhrase(['by', 'from'])) {
      const agent = reader.set()
      return agent && relation(INVERSE[stated], agent)
    }
    if (stated === 'in-front-of' && cursor.acceptPhrase(['behind', 'under', 'in'])) {
      const cover = reader.set()
      return cover && relation('behind', cover)
    }
    if (onGround(reader)) return condition({ kind: 'state', state: 'on-the-ground' })
    const object = reader.set()
    return object && relation(stated, object)
  })
}

function onGround({ cursor }: Reader): boolean {
  return (
    cursor.attempt(() => {
      cursor.acceptAny(ARTICLES)
      return cursor.acceptAny(GROUND)
    }) !== undefined
  )
}

/** "resting on the red one", "sitting", "stacked" */
function posture(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (cursor.acceptAny(POSTURES) === undefined) return undefined
    cursor.skip(new Set(['down', 'up', 'directly', 'right', 'straight']))
    return trailingOrder(reader) ?? preposition(reader)
  })
}

/** "on the table", "behind the two men", "with a bat" */
function preposition(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  for (const [words, name] of PREPOSITIONS) {
    const found = cursor.attempt(() => {
      if (!cursor.accept(...words)) return undefined
      if (name === 'on' && onGround(reader)) return condition({ kind: 'state', state: 'on-the-ground' })
      const object = reader.set()
      return object && relation(name, object)
    })
    if (found) return found
  }
  return undefined
}

function relativeClause(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  const gap = subjectGap(reader)
  if (gap) return gap
  cursor.skip(COPULAS)
  cursor.acceptPhrase(['do', 'does'])
  return predicate(reader)
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
    const kind = reader.kind
    const subject = reader.set()
    reader.kind = kind
    if (!subject) return undefined
    cursor.skip(COPULAS)
    cursor.skip(ADVERBS)
    const name = verbWithoutObject(reader)
    return name && relation(INVERSE[name], subject)
  })
}

/** "resting on", "holding", "on": a verb or preposition whose object stands elsewhere in the sentence. */
function verbWithoutObject({ cursor }: Reader): Relation | undefined {
  const verb = cursor.peek() ?? ''
  const name = ACTIONS.get(verb)
  const posture = cursor.acceptAny(POSTURES)
  if (name !== undefined && posture === undefined) {
    cursor.next()
    const lifted = (verb.startsWith('hold') || verb === 'held') && cursor.accept('up')
    cursor.acceptPhrase(['from', 'in', 'at'])
    return lifted ? 'supports' : name
  }
  return PREPOSITIONS.find(([words]) => cursor.accept(...words))?.[1]
}

function modal(reader: Reader): Modifier | undefined {
  return falling(reader) ?? removable(reader)
}

function adjective(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const word = cursor.peek() ?? ''
    const place = PLACES.get(word)
    const found: Condition | undefined = place ? { kind: 'position', position: place } : ADJECTIVES.get(word)
    if (!found) return undefined
    cursor.next()
    if (cursor.accept('and')) {
      const more = adjective(reader)
      if (more?.kind === 'condition') return condition({ kind: 'all', conditions: [found, more.condition] })
    }
    return condition(found)
  })
}

/** "(which of those is) a dog" */
function identity(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  if (!cursor.acceptPhrase(['a', 'an'])) return undefined
  const set = reader.set()
  return set?.kind === 'definite' || set?.kind === 'things' ? asIdentity(set) : undefined
}

function asIdentity(set: Expression): Modifier | undefined {
  if (set.kind === 'definite') return asIdentity(set.of)
  return set.kind === 'things' ? condition({ kind: 'noun', noun: set.noun }) : undefined
}
