import type { Cursor } from '../cursor.js'
import type { Expression } from '../query.js'
import { nounPhrase } from './noun-phrase.js'
import type { Reader } from './reader.js'

/** Longest first. */
const EXCEPT =
  'except for,except,apart from,other than,excluding,besides,but not,and not,not,but,save for,minus,leaving out,without counting'.split(
    ',',
  )
const JOINED = ['and also', 'and', 'or', 'plus', 'as well as', 'along with', 'together with']

export function createReader(cursor: Cursor, kind: Expression): Reader {
  const reader: Reader = {
    cursor,
    kind,
    depth: 0,
    isSubject: false,
    set: () => set(reader),
    object: () => object(reader),
  }
  return reader
}

/** "every clock except the one at the top left", "all but the two on the left" */
function set(reader: Reader): Expression | undefined {
  const { cursor } = reader
  cursor.accept('either')
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
  const first = nounPhrase(reader)
  return first && joined(reader, first, () => true)
}

/** What a relation leads to. "Next to the dog and the cat" leads to both; "... and the cat on the bed" begins anew. */
function object(reader: Reader): Expression | undefined {
  reader.depth++
  const first = nounPhrase(reader)
  const both = first && joined(reader, first, isPlainlyNamed)
  reader.depth--
  return both
}

function joined(reader: Reader, first: Expression, fits: (next: Expression) => boolean): Expression {
  const { cursor } = reader
  const members = [first]
  for (;;) {
    const more = cursor.attempt(() => {
      const comma = reader.depth === 0 && cursor.accept(',')
      if (!cursor.acceptPhrase(JOINED) && !comma) return undefined
      const next = nounPhrase(reader)
      return next && fits(next) ? next : undefined
    })
    if (!more) return members.length === 1 ? first : { kind: 'union', members }
    members.push(more)
  }
}

/** True for "the red cup", without anything said after the noun. */
function isPlainlyNamed(expression: Expression): boolean {
  switch (expression.kind) {
    case 'definite':
      return isPlainlyNamed(expression.of)
    case 'filter':
      return (
        !['relation', 'between', 'state', 'unseen'].includes(expression.by.kind) &&
        isPlainlyNamed(expression.of)
      )
    default:
      return expression.kind !== 'pick' && expression.kind !== 'most'
  }
}
