import type { Cursor } from '../cursor.js'
import type { Expression } from '../query.js'
import { nounPhrase } from './noun-phrase.js'
import type { Reader } from './reader.js'

/** Longest first. */
const EXCEPT =
  'except for,except,apart from,other than,excluding,besides,but not,and not,not,but,save for,minus'.split(
    ',',
  )

export function createReader(cursor: Cursor, kind: Expression): Reader {
  const reader: Reader = { cursor, kind, set: () => set(reader), object: () => together(reader) }
  return reader
}

/** "every clock except the one at the top left" */
function set(reader: Reader): Expression | undefined {
  const { cursor } = reader
  const of = together(reader)
  const without =
    of &&
    cursor.attempt(() => {
      cursor.accept(',')
      return cursor.acceptPhrase(EXCEPT) && together(reader)
    })
  return without ? { kind: 'difference', of, without } : of
}

/** "the dog and the cat" */
function together(reader: Reader): Expression | undefined {
  const { cursor } = reader
  const first = nounPhrase(reader)
  if (!first) return undefined
  const members = [first]
  for (;;) {
    const more = cursor.attempt(() => {
      const comma = cursor.accept(',')
      const joined = cursor.acceptPhrase(['and also', 'and', 'or', 'plus', 'as well as'])
      return comma || joined ? nounPhrase(reader) : undefined
    })
    if (!more) return members.length === 1 ? first : { kind: 'union', members }
    members.push(more)
  }
}
