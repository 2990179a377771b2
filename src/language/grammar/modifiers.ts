import { PLACES } from '../lexicon/modifiers.js'
import type { Condition, Expression, State } from '../query.js'
import { wearing } from './clothing.js'
import { comparison } from './comparison.js'
import { counted, missing } from './counted.js'
import { conditionOfAdjective, shaded } from './head.js'
import { fromEnd, nearViewer, trailingOrder } from './places.js'
import { between, preposition } from './prepositions.js'
import { all, condition, type Modifier, not, type Reader } from './reader.js'
import { falling, loaded, removable } from './stacking.js'
import { usefulness } from './usefulness.js'
import { action, anyVerb, posture, subjectGap } from './verb-phrase.js'
import { ADVERBS, COPULAS } from './words.js'

const RELATIVE_PRONOUNS = new Set(['that', 'which', 'who', 'whose'])
/** Said of what is in the picture anyway. */
const IN_THE_PICTURE = [
  ...['in', 'on', 'of', 'from', 'within', 'into'].flatMap((preposition) =>
    ['the', 'this', 'that', 'my', 'our'].flatMap((article) =>
      ['picture', 'image', 'photo', 'photograph', 'scene', 'frame', 'shot', 'pic'].map(
        (noun) => `${preposition} ${article} ${noun}`,
      ),
    ),
  ),
  'in here',
  'you can see',
  'you see',
  'i see',
  'i can see',
]

/** What may follow a noun: a place, a relation, a participle, a relative clause. */
export function modifier(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const aside = inBrackets(reader)
    if (aside) return aside
    if (cursor.acceptPhrase(IN_THE_PICTURE)) return { kind: 'nothing' }
    const seen = visibility(reader)
    if (seen) return seen
    const useful = reader.isSubject ? undefined : usefulness(reader)
    if (useful) return useful
    cursor.skip(ADVERBS)
    const from = fromEnd(reader)
    if (from) return from
    if (cursor.acceptAny(RELATIVE_PRONOUNS)) return relativeClause(reader)
    return (
      comparison(reader) ??
      nearViewer(reader) ??
      trailingOrder(reader) ??
      participle(reader) ??
      subjectGap(reader) ??
      adjective(reader)
    )
  })
}

const STATE_PHRASES: readonly (readonly [state: State, phrases: readonly string[]])[] = [
  [
    'cut-off',
    [
      'cut off by',
      'cropped by',
      'cut by',
      'cut off at',
      'cut off',
      'cropped off',
      'cropped',
      'partly out of',
      'half out of',
      'sticking out of',
      'going out of',
      'running out of',
      'leaving',
    ],
  ],
  [
    'complete',
    ['in full view', 'fully visible', 'completely visible', 'entirely visible', 'fully in', 'not cut off'],
  ],
  ['in-a-row', ['in a row', 'in the row', 'in a line', 'in the line', 'lined up', 'in line']],
  ['in-a-stack', ['in a stack', 'in the stack', 'in a pile', 'in the pile', 'stacked up', 'piled up']],
]
const HARDLY_SEEN = [
  ...['you can', 'we can', 'i can', 'one can', 'you could'].flatMap((who) =>
    ['barely', 'hardly', 'only partly', 'just', 'only just', 'not fully'].map(
      (adverb) => `${who} ${adverb} see`,
    ),
  ),
  ...['barely', 'hardly', 'partly', 'partially', 'half', 'only partly', 'only half', 'just', 'not fully'].map(
    (adverb) => `${adverb} visible`,
  ),
]
const FRAME_EDGES = [
  ...['the edge of the', 'the border of the', 'the side of the', 'the'].flatMap((edge) =>
    ['picture', 'image', 'photo', 'frame', 'edge', 'border', 'side', 'shot'].map((noun) => `${edge} ${noun}`),
  ),
]

/** "in full view", "cut off by the edge of the photo", "barely visible", "in a row" */
function visibility({ cursor }: Reader): Modifier | undefined {
  return cursor.attempt(() => {
    if (cursor.acceptPhrase(HARDLY_SEEN)) return condition({ kind: 'any', conditions: HALF_SEEN })
    for (const [state, phrases] of STATE_PHRASES) {
      const phrase = cursor.acceptPhrase(phrases)
      if (phrase === undefined) continue
      const framed = cursor.acceptPhrase(FRAME_EDGES) !== undefined
      if (/ (by|at|of)$|leaving|fully in/.test(phrase) && !framed) return undefined
      return condition({ kind: 'state', state })
    }
    return undefined
  })
}

const HALF_SEEN: Condition[] = [
  { kind: 'state', state: 'occluded' },
  { kind: 'state', state: 'cut-off' },
]

/** "the dog (the brown one)", "(on the left)" */
function inBrackets(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    if (!cursor.accept('(')) return undefined
    const said = modifier(reader)
    return cursor.accept(')') ? said : undefined
  })
}

/** What may follow "is", "are", "can": the same, and adjectives. */
export function predicate(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.skip(ADVERBS)
    if (cursor.accept('not')) return negated(predicate(reader))
    return (
      visibility(reader) ??
      usefulness(reader) ??
      falling(reader) ??
      removable(reader) ??
      comparison(reader) ??
      nearViewer(reader) ??
      trailingOrder(reader) ??
      participle(reader) ??
      adjective(reader) ??
      identity(reader)
    )
  })
}

function negated(modifier: Modifier | undefined): Modifier | undefined {
  return modifier?.kind === 'condition' ? condition(not(modifier.condition)) : undefined
}

/** "resting on the table", "on it", "holding a bat", "held by the man", "not wearing a hat", "jumping" */
function participle(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.skip(ADVERBS)
    if (cursor.accept('not')) return negated(participle(reader))
    return (
      loaded(reader) ??
      missing(reader) ??
      counted(reader) ??
      wearing(reader) ??
      falling(reader) ??
      removable(reader) ??
      action(reader) ??
      posture(reader) ??
      between(reader) ??
      preposition(reader) ??
      anyVerb(reader)
    )
  })
}

function relativeClause(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  const gap = subjectGap(reader)
  if (gap) return gap
  cursor.skip(COPULAS)
  cursor.acceptPhrase(['do', 'does', 'did'])
  return predicate(reader)
}

function adjective(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    const word = cursor.peek() ?? ''
    const place = PLACES.get(word)
    const found: Condition | undefined = place
      ? { kind: 'position', position: place }
      : (shaded(reader) ?? conditionOfAdjective(word))
    if (!found) return undefined
    cursor.next()
    const more = cursor.attempt(() => {
      const joint = cursor.acceptPhrase(['and', 'or', 'nor'])
      const next = joint && adjective(reader)
      return next && next.kind === 'condition' ? { joint, condition: next.condition } : undefined
    })
    if (!more) return condition(found)
    return condition(
      more.joint === 'and'
        ? all([found, more.condition])
        : { kind: 'any', conditions: [found, more.condition] },
    )
  })
}

/** "(which of those is) a dog", "(that are not) cars" */
function identity(reader: Reader): Modifier | undefined {
  const { cursor } = reader
  return cursor.attempt(() => {
    cursor.acceptPhrase(['a', 'an'])
    const set = reader.object()
    return set && asIdentity(set)
  })
}

function asIdentity(set: Expression): Modifier | undefined {
  if (set.kind === 'definite') return asIdentity(set.of)
  return set.kind === 'things' ? condition({ kind: 'noun', noun: set.noun }) : undefined
}
