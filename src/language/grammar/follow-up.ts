import type { Cursor } from '../cursor.js'
import { THING } from '../lexicon/nouns.js'
import type { Expression, Program } from '../query.js'
import { find, KIND, SELECTION } from './reader.js'
import { COMMANDS, question } from './sentence.js'
import { createReader } from './sets.js'
import { FILLERS } from './words.js'

const OTHERS: Expression = { kind: 'reference', to: 'others' }

/** Longer phrases first. */
const ADDING = [
  ...[
    'and also add',
    'also add',
    'and add',
    'add',
    'and include',
    'also include',
    'include',
    'plus',
    'as well as',
  ],
  ...['also select', 'and also', 'also', 'and'],
]
const ADDED_TOO = ['too', 'as well', 'also', 'to it', 'to them', 'to that', 'to those', 'to the selection']
const REMOVING = [
  ...['but not', 'not', 'except for', 'except', 'without', 'remove', 'drop', 'exclude', 'excluding', 'minus'],
  ...[
    'leave out',
    'leave off',
    'take away',
    'take out',
    'take off',
    'get rid of',
    'deselect',
    'unselect',
    'discard',
  ],
  ...['apart from', 'everything but', 'all but', 'ignore', 'forget about', 'forget', 'skip'],
]
const NARROWING = [
  ...[
    'keep only',
    'only keep',
    'only show',
    'show only',
    'show just',
    'just show',
    'just keep',
    'keep just',
    'only',
  ],
  ...[
    'just',
    'keep',
    'narrow it down to',
    'narrow them down to',
    'narrow down to',
    'narrow to',
    'leave only',
  ],
  'leave just',
]
const CORRECTING = [
  ...['i meant to say', 'i meant', 'i mean', 'i was thinking of', 'i was asking about', 'i want', 'i wanted'],
  ...['make that', 'make it', 'no', 'nope', 'actually', 'rather', 'instead', 'sorry', 'wrong', 'oops'],
  ...['never mind', 'nevermind', 'scratch that', 'forget that', 'cancel that'],
]
/** What may stand between "no" and what is meant instead. */
const REGRETS = [...CORRECTING, 'not that', 'not this', 'not those', 'not these', 'wait', ',', 'but']
const ASKING_ANEW = ['what about', 'how about', 'and what about', 'and how about', 'and']
/** The answer is refused, and nothing said instead. */
const REFUSING = [
  ...['not that one', 'not this one', 'not that', 'not this', 'not it', 'not those', 'not these', 'not them'],
  ...[
    'not those ones',
    'not these ones',
    'the wrong ones',
    'the wrong one',
    'wrong ones',
    'wrong one',
    'wrong',
  ],
  ...[
    'that is not it',
    'that is wrong',
    'that is the wrong one',
    'that is not right',
    'that is not what i meant',
  ],
  ...[
    'that is not the one',
    'that is not the one i meant',
    'that one is wrong',
    'those are wrong',
    'a different one',
  ],
  ...['another one', 'another', 'some other one', 'the opposite'],
]
const RESTATING = [
  'the same ones but',
  'the same one but',
  'the same thing but',
  'the same but',
  'same but',
  'same ones but',
]
const REPEATING = [
  'the same for',
  'same for',
  'do the same for',
  'the same with',
  'same with',
  'same again for',
]
const THE_REST = [
  ...[
    'what else is there',
    'what else',
    'who else',
    'anything else',
    'anyone else',
    'everything else',
    'everyone else',
  ],
  ...[
    'the rest of them',
    'the rest',
    'the remaining ones',
    'the remaining',
    'the ones you left out',
    'the ones left',
  ],
]
const ALL_OF = [
  'both of them',
  'both of those',
  'both of these',
  'both',
  'all of them',
  'all of those',
  'all of these',
  'them all',
]
const BEFORE = [
  ...[
    'the ones from before',
    'the one from before',
    'the ones before',
    'the one before',
    'the previous ones',
  ],
  ...[
    'the previous one',
    'the earlier ones',
    'the earlier one',
    'the last ones',
    'those from before',
    'what i had before',
  ],
]

/** Sentences that work on the last answer: "only the red one", "also the dog", "not that one", "no, the left one". */
export function followUp(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    cursor.skip(
      new Set(['please', 'now', 'then', 'ok', 'okay', 'so', ',', 'but', 'yes', 'yeah', 'hmm', 'great']),
    )
    return (
      reference(cursor, ALL_OF, 'both') ??
      reference(cursor, THE_REST, 'others') ??
      reference(cursor, BEFORE, 'previous') ??
      counting(cursor) ??
      refusing(cursor) ??
      replacing(cursor) ??
      restating(cursor) ??
      askingAnew(cursor) ??
      narrowing(cursor) ??
      removing(cursor) ??
      adding(cursor) ??
      correcting(cursor)
    )
  })
}

/** "both of them", "the rest", "the ones before": a sentence that is a reference and no more. */
function reference(
  cursor: Cursor,
  phrases: readonly string[],
  to: 'both' | 'others' | 'previous',
): Program | undefined {
  return cursor.attempt(() => {
    cursor.acceptPhrase(['and', 'no', 'back to', 'go back to'])
    cursor.skip(FILLERS)
    cursor.acceptPhrase(COMMANDS)
    if (!cursor.acceptPhrase(phrases)) return undefined
    cursor.skip(new Set([...FILLERS, 'again']))
    return cursor.done ? find({ kind: 'reference', to }) : undefined
  })
}

/** "how many?" */
function counting(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    if (!cursor.acceptPhrase(['how many are there', 'how many is that', 'how many are they', 'how many']))
      return undefined
    cursor.skip(FILLERS)
    return cursor.done ? { intent: 'count', target: SELECTION } : undefined
  })
}

/** "not that one", "wrong one": the others are meant then. */
function refusing(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    cursor.skip(FILLERS)
    cursor.acceptPhrase(COMMANDS)
    if (!cursor.acceptPhrase(REFUSING)) return undefined
    cursor.skip(FILLERS)
    if (cursor.done) return find(OTHERS)
    // "not that one, the left one"
    cursor.acceptPhrase(CORRECTING)
    cursor.skip(FILLERS)
    return restated(cursor)
  })
}

/** "not the left one, the right one", "the cup, not the plate" */
function replacing(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    cursor.acceptPhrase(['no'])
    cursor.skip(FILLERS)
    if (!cursor.accept('not')) return undefined
    // One noun phrase and no more: ", the right one" is not part of what is refused.
    const refused = cursor.tokens.findIndex((token, i) => i > cursor.at && (token === ',' || token === 'but'))
    if (refused < 0) return undefined
    while (cursor.at <= refused) cursor.next()
    cursor.acceptPhrase(CORRECTING)
    cursor.skip(FILLERS)
    return restated(cursor)
  })
}

/** "the same but blue", "same for the dogs" */
function restating(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    cursor.skip(FILLERS)
    cursor.acceptPhrase(COMMANDS)
    if (!cursor.acceptPhrase(RESTATING) && !cursor.acceptPhrase(REPEATING)) return undefined
    return restated(cursor)
  })
}

/** "and the blue one?", "what about the dog?", "and on the left?" */
function askingAnew(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    const said = cursor.acceptPhrase(ASKING_ANEW)
    if (!said || (said === 'and' && !cursor.isQuestion)) return undefined
    const program = restated(cursor)
    // "and the dog too?" adds.
    return cursor.acceptPhrase(ADDED_TOO) ? undefined : program
  })
}

/** The rest of the sentence, as a change of the request before. */
function restated(cursor: Cursor): Program | undefined {
  const reader = createReader(cursor, KIND)
  const but = reader.set() ?? cursor.attempt(() => question(reader, KIND))
  return but && (but !== KIND || cursor.done) ? { intent: 'again', but } : undefined
}

function narrowing(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    const ofThose = cursor.attempt(() => {
      if (cursor.acceptAny(new Set(['which', 'who', 'what'])) === undefined) return undefined
      cursor.acceptPhrase(['one', 'ones'])
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
    cursor.acceptPhrase(['can you', 'could you', 'and', 'no'])
    cursor.skip(FILLERS)
    if (!cursor.acceptPhrase(REMOVING)) return undefined
    const set = createReader(cursor, SELECTION).set()
    return set && find({ kind: 'difference', of: SELECTION, without: within(set, SELECTION) })
  })
}

function adding(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    if (cursor.acceptPhrase(['can you', 'could you'])) cursor.skip(FILLERS)
    if (!cursor.acceptPhrase(ADDING)) return undefined
    // "and what is under it?" asks anew.
    const set = createReader(cursor, KIND).set()
    if (!set) return undefined
    cursor.acceptPhrase(ADDED_TOO)
    return find({ kind: 'union', members: [SELECTION, set] })
  })
}

function correcting(cursor: Cursor): Program | undefined {
  return cursor.attempt(() => {
    if (!cursor.acceptPhrase(CORRECTING)) return undefined
    while (cursor.acceptPhrase(REGRETS));
    cursor.skip(FILLERS)
    if (cursor.done) return find(OTHERS)
    if (cursor.acceptPhrase(ALL_OF)) return find({ kind: 'reference', to: 'both' })
    return restated(cursor)
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
    case 'most':
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
