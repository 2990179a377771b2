import type { Cursor } from '../cursor.js'
import { THING } from '../lexicon/nouns.js'
import type { Expression, Program } from '../query.js'
import { find, KIND, SELECTION } from './reader.js'
import { COMMANDS, question } from './sentence.js'
import { createReader } from './sets.js'
import { FILLERS } from './words.js'

const ADDING = [
  'and also add',
  'also add',
  'and add',
  'add',
  'plus',
  'as well as',
  'include',
  'also',
  'and also',
  'and',
]
const REMOVING = [
  'not',
  'except for',
  'except',
  'without',
  'remove',
  'drop',
  'exclude',
  'minus',
  'leave out',
  'take away',
  'deselect',
  'but not',
  'apart from',
  'everything but',
]
const NARROWING = [
  'keep only',
  'only keep',
  'only show',
  'show only',
  'just keep',
  'keep just',
  'only',
  'just',
  'keep',
  'narrow to',
  'narrow it down to',
]
const CORRECTING = [
  'no',
  'i meant',
  'i mean',
  'actually',
  'rather',
  'instead',
  'sorry',
  'wrong',
  'not that',
  'what about',
  'how about',
]

/** Sentences that work on the last answer: "only the red one", "also the dog", "not that one", "no, the left one". */
export function followUp(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    cursor.skip(new Set(['please', 'now', 'then', 'ok', 'okay', 'so', ',', 'but']))
    const both = cursor.attempt(() => {
      cursor.acceptPhrase(COMMANDS)
      if (!cursor.acceptPhrase(['both of them', 'both', 'all of them', 'both of those'])) return undefined
      cursor.skip(FILLERS)
      return cursor.done ? find({ kind: 'reference', to: 'both' }) : undefined
    })
    if (both) return both
    const rest = cursor.acceptPhrase([
      'what else',
      'who else',
      'anything else',
      'everything else',
      'the rest',
    ])
    if (rest) return find({ kind: 'reference', to: 'others' })
    return narrowing(cursor) ?? removing(cursor) ?? adding(cursor) ?? correcting(cursor)
  })
}

function narrowing(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    const ofThose = cursor.attempt(() => {
      if (cursor.acceptAny(new Set(['which', 'who', 'what'])) === undefined) return undefined
      if (!cursor.acceptPhrase(['of those two', 'of these two', 'of them', 'of those', 'of these']))
        return undefined
      const found = question(createReader(cursor, SELECTION), SELECTION)
      return found && find(found)
    })
    if (ofThose) return ofThose
    if (!cursor.acceptPhrase(NARROWING)) return undefined
    const reader = createReader(cursor, SELECTION)
    const those = cursor.attempt(() => {
      if (!cursor.acceptPhrase(['those', 'these', 'ones', 'the ones', 'the one'])) return undefined
      return cursor.acceptPhrase(['that', 'who', 'which']) ? question(reader, SELECTION) : undefined
    })
    const set = those ?? reader.set()
    return set && find(within(set, SELECTION))
  })
}

function removing(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    if (!cursor.acceptPhrase(REMOVING)) return undefined
    const set = createReader(cursor, SELECTION).set()
    return set && find({ kind: 'difference', of: SELECTION, without: within(set, SELECTION) })
  })
}

function adding(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    if (!cursor.acceptPhrase(ADDING)) return undefined
    // "and what is under it?" asks anew.
    const set = createReader(cursor, KIND).set()
    if (!set) return undefined
    cursor.acceptPhrase(['too', 'as well', 'also'])
    return find({ kind: 'union', members: [SELECTION, set] })
  })
}

function correcting(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    if (!cursor.acceptPhrase(CORRECTING)) return undefined
    cursor.skip(FILLERS)
    const set = createReader(cursor, KIND).set()
    return set && find(set)
  })
}

/** Puts the nouns of a narrowing phrase inside the selection: "only the dogs" is "those of them that are dogs". */
function within(set: Expression, base: Expression): Expression {
  switch (set.kind) {
    case 'things':
      return set.noun === THING ? base : { kind: 'filter', of: base, by: { kind: 'noun', noun: set.noun } }
    case 'filter':
    case 'pick':
    case 'definite':
      return { ...set, of: within(set.of, base) }
    case 'union':
      return { ...set, members: set.members.map((member) => within(member, base)) }
    case 'difference':
      return { ...set, of: within(set.of, base), without: within(set.without, base) }
    case 'reference':
      return set.to === 'kind' ? base : set
    case 'region':
      return set
  }
}
