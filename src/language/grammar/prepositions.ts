import { PREPOSITIONS } from '../lexicon/verbs.js'
import type { Expression } from '../query.js'
import { quantity } from './counted.js'
import { condition, type Modifier, type Reader, relation } from './reader.js'
import { ARTICLES, GROUND } from './words.js'

/** "on the table", "behind the two men", "with a bat", "on at least two tables" */
export function preposition(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  for (const [words, name] of PREPOSITIONS) {
    const found = cursor.attempt(() => {
      if (!cursor.accept(...words)) return undefined
      if (name === 'on' && onGround(reader)) return condition({ kind: 'state', state: 'on-the-ground' })
      const many = quantity(reader)
      const object = reader.object()
      return object && relation(name, object, many)
    })
    if (found) return found
  }
  return undefined
}

export function onGround({ cursor }: Reader): boolean {
  return (
    cursor.attempt(() => {
      cursor.acceptAny(ARTICLES)
      return cursor.acceptAny(GROUND)
    }) !== undefined
  )
}

/** "between the two glasses", "in between the bed and the window", "among the sheep" */
export function between(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (!cursor.acceptPhrase(['in between', 'between', 'in the middle of', 'among', 'amongst']))
      return undefined
    const ends = reader.object()
    return ends && isSeveral(ends) ? condition({ kind: 'between', to: ends }) : undefined
  })
}

/** "in the middle of the table" is no place between two things. */
function isSeveral(ends: Expression): boolean {
  return ends.kind !== 'definite' || ends.count > 1
}
