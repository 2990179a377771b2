import { Cursor } from '../cursor.js'
import type { Picture, Program } from '../query.js'
import { followUp } from './follow-up.js'
import { numberAt } from './head.js'
import { KIND } from './reader.js'
import { fresh } from './sentence.js'
import { createReader } from './sets.js'
import { FILLERS } from './words.js'

const TURNING = [
  ...[
    'go back to',
    'back to',
    'switch back to',
    'switch to',
    'return to',
    'go to',
    'turn to',
    'change to',
    'open',
  ],
  ...[
    'now for',
    'now',
    'and',
    'in',
    'on',
    'from',
    'for',
    'show me',
    'show',
    'use',
    'look at',
    'what about',
    'take',
  ],
]
const WITHIN = ['in', 'on', 'from', 'of']
const PICTURES: ReadonlySet<string> = new Set(['picture', 'photo', 'image', 'pic', 'photograph', 'shot'])
const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
]
const WHICH: Readonly<Record<string, Picture>> = {
  previous: { kind: 'previous' },
  earlier: { kind: 'previous' },
  other: { kind: 'previous' },
  former: { kind: 'previous' },
  next: { kind: 'next' },
  following: { kind: 'next' },
  last: { kind: 'latest' },
  latest: { kind: 'latest' },
  newest: { kind: 'latest' },
}

/** "the previous picture", "in the first photo, the dog", "the dog in the first photo" */
export function otherPicture(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => leading(cursor) ?? trailing(cursor))
}

function leading(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    cursor.skip(FILLERS)
    while (cursor.acceptPhrase(TURNING));
    const which = picture(cursor)
    if (!which) return undefined
    cursor.skip(FILLERS)
    if (cursor.done) return { intent: 'picture', which }
    const then = followUp(cursor) ?? fresh(cursor)
    return then && { intent: 'picture', which, then }
  })
}

function trailing(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    const { tokens, isQuestion } = cursor
    const at = tokens.findIndex(
      (token, i) => i > 0 && WITHIN.includes(token) && isPicture(tokens.slice(i + 1)),
    )
    if (at < 0) return undefined
    const before = new Cursor(tokens.slice(0, at), isQuestion)
    const then = followUp(before) ?? fresh(before)
    if (!then || !before.done) return undefined
    while (cursor.at <= at) cursor.next()
    const which = picture(cursor)
    return which && cursor.done ? { intent: 'picture', which, then } : undefined
  })
}

/** Whether these tokens are "the first picture" and no more. */
function isPicture(tokens: readonly string[]): boolean {
  const cursor = new Cursor(tokens)
  return picture(cursor) !== undefined && cursor.done
}

function picture(cursor: Cursor): Picture | undefined {
  return cursor.attempt((): Picture | undefined => {
    cursor.acceptPhrase(['the', 'that', 'my'])
    const word = cursor.peek() ?? ''
    const rank = ORDINALS.indexOf(word) + 1
    if (rank > 0 || Object.hasOwn(WHICH, word)) {
      cursor.next()
      if (cursor.acceptAny(PICTURES) === undefined) return undefined
      return rank > 0 ? { kind: 'nth', rank } : WHICH[word]
    }
    if (cursor.acceptAny(PICTURES) === undefined) return undefined
    cursor.acceptPhrase(['number', 'no'])
    const number = numberAt(cursor.peek())
    if (number !== undefined && number > 0) {
      cursor.next()
      return { kind: 'nth', rank: number }
    }
    if (!cursor.acceptPhrase(['with', 'of', 'showing', 'that shows', 'where there is'])) return undefined
    const target = createReader(cursor, KIND).set()
    return target && { kind: 'with', target }
  })
}
