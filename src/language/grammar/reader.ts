import type { Cursor } from '../cursor.js'
import type { Condition, Expression, Order, Position } from '../query.js'

/** What the rules of the grammar share while they read one sentence. */
export interface Reader {
  readonly cursor: Cursor
  /** What "one" and "ones" stand for: the noun of this sentence, or what the conversation is about. */
  kind: Expression
  /** Reads a set of things: the rule that the others come back to ("on *the table*"). */
  set(): Expression | undefined
}

/** What follows or precedes a noun, and how it changes the set. */
export type Modifier =
  | { kind: 'condition'; condition: Condition }
  /** "that is highest up": one member, from an end of an order */
  | { kind: 'order'; order: Order }
  /** "from the left": where an ordinal counts from */
  | { kind: 'from'; position: Position }
  /** Understood, but nothing that a picture's regions can tell: "in the striped shirt" */
  | { kind: 'nothing' }

export const ARTICLES: ReadonlySet<string> = new Set([
  'another',
  'the',
  'a',
  'an',
  'my',
  'his',
  'her',
  'their',
  'its',
  'your',
  'our',
])
export const COPULAS: ReadonlySet<string> = new Set(['is', 'are', 'was', 'were', 'be', 'being', 'been', "'s"])
export const MODALS: ReadonlySet<string> = new Set([
  'can',
  'could',
  'may',
  'might',
  'would',
  'should',
  'will',
  'shall',
])
export const PERSONS: ReadonlySet<string> = new Set(['i', 'you', 'we', 'one', 'they', 'someone', 'somebody'])
export const ADVERBS: ReadonlySet<string> = new Set([
  ...[
    'partly',
    'partially',
    'mostly',
    'half',
    'barely',
    'mainly',
    'almost',
    'completely',
    'fully',
    'safely',
    'easily',
  ],
  ...[
    'currently',
    'now',
    'directly',
    'immediately',
    'just',
    'right',
    'actually',
    'still',
    'really',
    'very',
    'also',
    'first',
  ],
])
/** Ground and floor are no region of their own: to stand on them is a state. */
export const GROUND: ReadonlySet<string> = new Set(['ground', 'floor'])

/** Words that open or close phrases and so never belong to a noun. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set([
  ...ARTICLES,
  ...COPULAS,
  ...MODALS,
  ...[
    'and',
    'or',
    'but',
    'not',
    'no',
    'of',
    'to',
    'from',
    'at',
    'in',
    'on',
    'by',
    'with',
    'without',
    'for',
    'as',
    'than',
  ],
  ...[
    'that',
    'which',
    'who',
    'whom',
    'whose',
    'what',
    'where',
    'when',
    'while',
    'if',
    'there',
    'here',
    'this',
    'these',
  ],
  ...[
    'those',
    'it',
    'them',
    'him',
    'he',
    'she',
    'they',
    'i',
    'you',
    'we',
    'me',
    'us',
    'except',
    'apart',
    'excluding',
  ],
  ...[
    'other',
    'than',
    'besides',
    'only',
    'just',
    'also',
    'too',
    'please',
    'do',
    'does',
    'did',
    'up',
    'down',
    'off',
    'out',
  ],
  ...[
    'away',
    'over',
    'under',
    'behind',
    'beside',
    'near',
    'above',
    'below',
    'inside',
    'within',
    'onto',
    'upon',
    'atop',
  ],
  ...[
    'beneath',
    'underneath',
    'between',
    'around',
    'against',
    'across',
    'along',
    'through',
    'into',
    'next',
    'close',
    ',',
  ],
  ...[
    'nothing',
    'all',
    'every',
    'each',
    'both',
    'any',
    'some',
    'now',
    'again',
    'instead',
    'well',
    "'s",
    'then',
  ],
])
