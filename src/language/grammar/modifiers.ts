import { ADJECTIVES, PLACES } from '../lexicon/modifiers.js'
import { ACTIONS, INVERSE, PARTICLES, POSTURES, PREPOSITIONS } from '../lexicon/verbs.js'
import type { Condition, Expression, Relation } from '../query.js'
import { wearing } from './clothing.js'
import { fromEnd, nearViewer, trailingOrder } from './places.js'
import { condition, type Modifier, type Reader, relation } from './reader.js'
import { falling, loaded, removable } from './stacking.js'
import { ADVERBS, ARTICLES, COPULAS, GROUND } from './words.js'

const WITHOUT = ['without', 'with no', 'having no', 'has no', 'have no', 'wearing no', 'holding no']
const RELATIVE_PRONOUNS = new Set(['that', 'which', 'who', 'whose'])

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

function negated(modifier: Modifier | undefined): Modifier | undefined {
  return modifier?.kind === 'condition'
    ? condition({ kind: 'not', condition: modifier.condition })
    : undefined
}

/** "resting on the table", "on it", "holding a bat", "held by the man", "not wearing a hat" */
function participle(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.skip(ADVERBS)
    if (cursor.accept('not')) return negated(participle(reader))
    if (cursor.acceptPhrase(WITHOUT)) {
      const missing = reader.object()
      return missing && negated(relation('has', missing))
    }
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

/** "holding a bat", "held by the man", "supports the pink one", "touch the ground" */
function action(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.acceptPhrase(['being'])
    const stated = transitive(reader)
    if (stated === undefined) return undefined
    cursor.skip(PARTICLES)
    if (cursor.acceptPhrase(['by', 'from'])) {
      const agent = reader.object()
      return agent && relation(INVERSE[stated], agent)
    }
    if (stated === 'in-front-of' && cursor.acceptPhrase(['behind', 'under', 'in'])) {
      const cover = reader.object()
      return cover && relation('behind', cover)
    }
    if (onGround(reader)) return condition({ kind: 'state', state: 'on-the-ground' })
    const object = reader.object()
    return object && relation(stated, object)
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
      const object = reader.object()
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
    const subject = reader.object()
    reader.kind = kind
    if (!subject) return undefined
    cursor.skip(COPULAS)
    cursor.skip(ADVERBS)
    const name = verbWithoutObject(reader)
    return name && relation(INVERSE[name], subject)
  })
}

/** "resting on", "holding", "on": a verb or preposition whose object stands elsewhere in the sentence. */
function verbWithoutObject(reader: Reader): Relation | undefined {
  const { cursor } = reader
  if (cursor.acceptAny(POSTURES) === undefined) {
    const stated = transitive(reader)
    if (stated !== undefined) {
      cursor.acceptPhrase(['from', 'in', 'at'])
      return stated
    }
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

/** "(which of those is) a dog", "(that are not) cars" */
function identity(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  cursor.acceptPhrase(['a', 'an'])
  const set = reader.object()
  return set?.kind === 'definite' || set?.kind === 'things' ? asIdentity(set) : undefined
}

function asIdentity(set: Expression): Modifier | undefined {
  if (set.kind === 'definite') return asIdentity(set.of)
  return set.kind === 'things' ? condition({ kind: 'noun', noun: set.noun }) : undefined
}
