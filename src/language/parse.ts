import { Cursor } from './cursor.js'
import { predicate, removedThing, subjectGap } from './grammar/modifiers.js'
import { nounPhrase } from './grammar/noun-phrase.js'
import { COPULAS, MODALS, type Modifier, PERSONS, type Reader } from './grammar/reader.js'
import { THING } from './lexicon/nouns.js'
import { FALLS, PARTICLES, REMOVALS } from './lexicon/verbs.js'
import type { Expression, Program, Reading } from './query.js'
import { tokenize } from './tokens.js'

const SELECTION: Expression = { kind: 'reference', to: 'selection' }
const KIND: Expression = { kind: 'reference', to: 'kind' }
const THINGS: Expression = { kind: 'things', noun: THING }

const FILLERS = new Set([
  ...[
    'please',
    'now',
    'then',
    'ok',
    'okay',
    'hey',
    'hi',
    'hello',
    'well',
    'so',
    'and',
    'but',
    'also',
    'just',
    ',',
  ],
  ...['thanks', 'actually', 'sorry', 'no', 'yes', 'deixis', 'here', 'there'],
])
const COMMANDS = [
  ...[
    'show me',
    'show',
    'give me',
    'find me',
    'find',
    'select',
    'highlight',
    'segment',
    'mask',
    'mark',
    'cut out',
    'cut',
  ],
  ...[
    'point at',
    'point to',
    'point out',
    'locate',
    'outline',
    'pick out',
    'detect',
    'get me',
    'get',
    'i want',
    'i need',
  ],
  ...['look for', 'search for', 'tell me', 'i would like', 'see', 'isolate', 'extract', 'pick'],
]
const ASKS = ['can you', 'could you', 'would you', 'will you', 'do you', 'let me', 'help me']
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
  ...[
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
  ],
  ...['but not', 'apart from', 'everything but'],
]
const NARROWING = [
  ...[
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
  ],
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
const UNDOING = ['undo', 'go back', 'back', 'take that back', 'never mind', 'nevermind', 'previous']
const RESETTING = ['start over', 'reset', 'start again', 'clear', 'begin again', 'forget it']
const THERE_IS = [
  'is there',
  'are there',
  'is any',
  'are any',
  'does it have',
  'do you see',
  'you see',
  'any',
]
const LOOKING = [
  ...[
    'what do you see',
    'what can you see',
    'what is in the picture',
    'what is in the image',
    'what is in the photo',
  ],
  ...[
    'what is here',
    'what is there',
    'what is this',
    'what is in this',
    'describe',
    'look',
    'what is in it',
    'what is visible',
  ],
]

/** Reads a sentence. Never throws: what it cannot use stands in `ignored`, and a sentence without a reading is `unclear`. */
export function parse(sentence: string): Reading {
  const cursor = new Cursor(tokenize(sentence))
  const program = readProgram(cursor)
  while (!cursor.done) cursor.ignored.push(cursor.next() as string)
  const ignored = cursor.ignored.filter((word) => !FILLERS.has(word) && !COPULAS.has(word))
  return { program, ignored }
}

function readProgram(cursor: Cursor): Program {
  return meta(cursor) ?? followUp(cursor) ?? fresh(cursor, KIND) ?? { intent: 'unclear' }
}

function createReader(cursor: Cursor, kind: Expression): Reader {
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

/** Talk about the conversation itself. */
function meta(cursor: Cursor): Program | undefined {
  return cursor.attempt((): Program | undefined => {
    cursor.skip(FILLERS)
    if (cursor.acceptPhrase(LOOKING)) return atEnd(cursor, { intent: 'look' })
    if (cursor.acceptPhrase(['why', 'how come', 'how do you know'])) return { intent: 'why' }
    if (cursor.acceptPhrase(RESETTING)) return atEnd(cursor, { intent: 'reset' })
    if (!cursor.acceptPhrase(UNDOING)) return undefined
    if (cursor.acceptPhrase(['to the first one', 'to the first', 'to the beginning', 'to the start']))
      return find({ kind: 'reference', to: 'first' })
    return atEnd(cursor, { intent: 'undo' })
  })
}

function atEnd(cursor: Cursor, program: Program): Program | undefined {
  cursor.skip(FILLERS)
  cursor.acceptPhrase(['it', 'that', 'this', 'the last step', 'one step', 'all', 'picture', 'photo', 'image'])
  cursor.skip(FILLERS)
  return cursor.done ? program : undefined
}

function find(target: Expression): Program {
  return { intent: 'find', target }
}

/** Sentences that work on the last answer: "only the red one", "also the dog", "not that one", "no, the left one". */
function followUp(cursor: Cursor): Program | undefined {
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

/** A sentence that stands on its own. */
function fresh(cursor: Cursor, kind: Expression): Program | undefined {
  const reader = createReader(cursor, kind)
  cursor.skip(FILLERS)
  if (cursor.acceptPhrase(ASKS)) cursor.skip(FILLERS)
  if (cursor.acceptPhrase(COMMANDS)) cursor.skip(FILLERS)
  return (
    conditional(reader) ??
    counting(reader) ??
    existence(reader) ??
    permission(reader) ??
    whereabouts(reader) ??
    whQuestion(reader) ??
    statement(reader)
  )
}

/** "if the green suitcase were taken away, which ones would come down?" */
function conditional(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const bare = cursor.acceptPhrase(['what happens if', 'what would happen if', 'what will happen if'])
    if (!bare && !cursor.acceptPhrase(['if', 'suppose', 'when'])) return undefined
    const removed = removedThing(reader)
    if (!removed) return undefined
    if (bare) return find(falling(THINGS, removed))
    cursor.skip(new Set([',', 'then']))
    cursor.acceptAny(new Set(['what', 'which', 'who']))
    const asked = nounPhrase(reader) ?? THINGS
    cursor.skip(MODALS)
    if (cursor.acceptAny(FALLS) === undefined) return undefined
    cursor.skip(PARTICLES)
    cursor.acceptPhrase(['to the ground', 'to the floor'])
    return find(falling(asked, removed))
  })
}

function falling(of: Expression, removed: Expression): Expression {
  return { kind: 'filter', of, by: { kind: 'relation', relation: 'falls-with', to: removed } }
}

function counting(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (!cursor.acceptPhrase(['how many', 'count the', 'count', 'number of'])) return undefined
    const set = question(reader, undefined)
    cursor.acceptPhrase(['are there', 'do you see', 'can you see', 'are here', 'are visible'])
    return set && { intent: 'count', target: set }
  })
}

function existence(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const asked = cursor.acceptPhrase(THERE_IS) ?? cursor.acceptPhrase(['is', 'are'])
    if (!asked) return undefined
    cursor.acceptAny(new Set(['a', 'an', 'any', 'some']))
    const set = reader.set()
    return set && { intent: 'exists', target: set.kind === 'definite' && set.count === 1 ? set.of : set }
  })
}

/** "can I remove the green suitcase?" */
function permission(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (cursor.acceptAny(MODALS) === undefined || cursor.acceptAny(PERSONS) === undefined) return undefined
    if (cursor.acceptAny(REMOVALS) === undefined) return undefined
    cursor.skip(PARTICLES)
    const set = reader.set()
    return (
      set && {
        intent: 'exists',
        target: { kind: 'filter', of: set, by: { kind: 'state', state: 'removable' } },
      }
    )
  })
}

function whereabouts(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (!cursor.accept('where') || cursor.acceptAny(COPULAS) === undefined) return undefined
    const set = reader.set()
    return set && find(set)
  })
}

/** "what is resting on it?", "which suitcases support the pink one?", "who is holding it?", "what is the man eating?" */
function whQuestion(reader: Reader): Program | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const word = cursor.acceptAny(new Set(['what', 'which', 'who', 'whatever']))
    if (word === undefined) return undefined
    const asked: Expression | undefined = word === 'who' ? { kind: 'things', noun: 'person' } : undefined
    const set = question(reader, asked)
    return set && find(set)
  })
}

/** What comes after the question word: a noun or nothing, then what is said of it. */
function question(reader: Reader, asked: Expression | undefined): Expression | undefined {
  const { cursor } = reader
  const subject = asked ?? questionNoun(reader)
  const head = subject ?? THINGS
  if (subject) reader.kind = subject
  const said = cursor.attempt((): Modifier | undefined => {
    if (cursor.acceptAny(COPULAS) === undefined) cursor.acceptPhrase(['does', 'do', 'did'])
    return cursor.furthest(
      () => predicate(reader),
      () => subjectGap(reader),
    )
  })
  if (!said) return subject
  switch (said.kind) {
    case 'condition':
      return { kind: 'filter', of: head, by: said.condition }
    case 'order':
      return { kind: 'pick', of: head, order: said.order, rank: 1, count: 1 }
    case 'from':
      return { kind: 'pick', of: head, order: said.position, rank: 1, count: 1 }
    case 'nothing':
      return head
  }
}

/** The noun of "which suitcases ...", "which ones ...", "what animal ...". */
function questionNoun(reader: Reader): Expression | undefined {
  const { cursor } = reader
  if (cursor.accept('one') || cursor.accept('ones')) return reader.kind
  const word = cursor.peek()
  if (word === undefined || COPULAS.has(word) || MODALS.has(word) || PERSONS.has(word)) return undefined
  const set = nounPhrase(reader)
  return set?.kind === 'definite' ? set.of : set
}

/** "the red car on the left", a bare noun; with what may be said of it after a copula. */
function statement(reader: Reader): Program | undefined {
  const set = reader.set()
  return set && find(set)
}
