import type { Cursor } from '../cursor.js'
import type { Expression } from '../query.js'
import { nounPhrase } from './noun-phrase.js'
import type { Reader } from './reader.js'

const EXCEPT = [
  'except for',
  'except',
  'apart from',
  'other than',
  'excluding',
  'besides',
  'but not',
  'and not',
  'without',
]
const EXCEPT_ONLY = [...EXCEPT, 'not', 'but', 'save for', 'minus']

export function createReader(cursor: Cursor, kind: Expression): Reader {
  const reader: Reader = { cursor, kind, set: () => sets(reader) }
  return reader
}

/** "the dog and the cat", "every clock except the one at the top left" */
function sets(reader: Reader): Expression | undefined {
  const { cursor } = reader
  const first = nounPhrase(reader)
  if (!first) return undefined
  const members = [first]
  for (;;) {
    const without = cursor.attempt(() => {
      cursor.accept(',')
      return cursor.acceptPhrase(EXCEPT_ONLY) && nounPhrase(reader)
    })
    if (without) return { kind: 'difference', of: union(members), without }
    const more = cursor.attempt(() => {
      const comma = cursor.accept(',')
      const joined = cursor.acceptPhrase(['and also', 'and', 'or', 'plus', 'as well as'])
      return comma || joined ? nounPhrase(reader) : undefined
    })
    if (!more) return union(members)
    members.push(more)
  }
}

function union(members: Expression[]): Expression {
  return members.length === 1 ? (members[0] as Expression) : { kind: 'union', members }
}
