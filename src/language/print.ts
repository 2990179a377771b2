import { listed, plural } from './lexicon/morphology.js'
import { isKnownNoun } from './lexicon/nouns.js'
import type { Condition, Expression, Order, Position, Relation, State } from './query.js'

const POSITION_PHRASES: Readonly<Record<Position, string>> = {
  left: 'on the left',
  right: 'on the right',
  top: 'at the top',
  bottom: 'at the bottom',
  middle: 'in the middle',
  front: 'in front',
  back: 'at the back',
}

const STATE_PHRASES: Readonly<Record<State, string>> = {
  removable: 'that can be removed',
  'clear-on-top': 'with nothing on top',
  'on-the-ground': 'on the ground',
  supporting: 'with something on top',
  occluded: 'partly hidden',
  complete: 'in full view',
}

const RELATION_PHRASES: Readonly<Record<Relation, string>> = {
  on: 'on',
  under: 'under',
  supports: 'holding up',
  'falls-with': 'that would fall with',
  'left-of': 'to the left of',
  'right-of': 'to the right of',
  above: 'above',
  below: 'below',
  'next-to': 'next to',
  'closest-to': 'closest to',
  touching: 'touching',
  behind: 'behind',
  'in-front-of': 'in front of',
  inside: 'in',
  contains: 'with, inside,',
  has: 'with',
  'held-by': 'held by',
  riding: 'riding',
  'ridden-by': 'ridden by',
}

const ORDER_ADJECTIVES: Readonly<Record<Order, string>> = {
  left: 'leftmost',
  right: 'rightmost',
  top: 'highest',
  bottom: 'lowest',
  middle: 'middle',
  front: 'nearest',
  back: 'furthest',
  largest: 'largest',
  smallest: 'smallest',
  tallest: 'tallest',
  shortest: 'shortest',
  widest: 'widest',
  narrowest: 'narrowest',
}

const RANKS = [
  '',
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

/** The parts of a noun phrase before they become one string. */
interface Phrase {
  before: string[]
  noun: string
  after: string[]
}

/**
 * What an expression stands for, in English without an article: "red suitcases that can be removed". `count` is how
 * many there are, for singular or plural.
 */
export function describe(expression: Expression, count: number): string {
  const { before, noun, after } = phrase(expression, count)
  return [...before, count === 1 ? noun : plural(noun), ...after].join(' ')
}

/** The same with an article, as the object of a relation: "the orange suitcase". */
function theThing(expression: Expression): string {
  switch (expression.kind) {
    case 'reference':
      return expression.to === 'others' ? 'another one' : 'it'
    case 'region':
      return expression.id
    case 'union':
      return listed(expression.members.map(theThing))
    case 'things':
      if (expression.noun === 'thing') return 'something'
      return isKnownNoun(expression.noun) ? plural(expression.noun) : expression.noun
    case 'definite':
      return expression.count === 1
        ? `the ${describe(expression.of, 1)}`
        : `the ${expression.count} ${describe(expression.of, expression.count)}`
    case 'pick':
      return `the ${describe(expression, expression.count)}`
    default:
      return describe(expression, 2)
  }
}

function phrase(expression: Expression, count: number): Phrase {
  switch (expression.kind) {
    case 'things':
      return { before: [], noun: expression.noun, after: [] }
    case 'reference':
      return { before: [], noun: expression.to === 'others' ? 'other one' : 'one', after: [] }
    case 'region':
      return { before: [], noun: 'region', after: [expression.id] }
    case 'filter':
      return qualified(phrase(expression.of, count), expression.by)
    case 'definite':
      return phrase(expression.of, expression.count)
    case 'pick':
      return picked(phrase(expression.of, count), expression.order, expression.rank, expression.count)
    case 'difference': {
      const inner = phrase(expression.of, count)
      return { ...inner, after: [...inner.after, `except ${theThing(expression.without)}`] }
    }
    case 'union':
      return { before: [], noun: 'thing', after: [`(${listed(expression.members.map(theThing))})`] }
  }
}

function picked({ before, noun, after }: Phrase, order: Order, rank: number, count: number): Phrase {
  if (rank === 1) {
    const many = count > 1 ? [String(count)] : []
    return { before: [...many, ORDER_ADJECTIVES[order], ...before], noun, after }
  }
  const place = order in POSITION_PHRASES ? [`from the ${order}`] : []
  const superlative = place.length > 0 ? [] : [ORDER_ADJECTIVES[order]]
  return {
    before: [RANKS[rank] ?? `${rank}th`, ...superlative, ...before],
    noun,
    after: [...after, ...place],
  }
}

function qualified({ before, noun, after }: Phrase, condition: Condition): Phrase {
  if (condition.kind === 'noun') return { before, noun: condition.noun, after }
  if (condition.kind === 'all') return condition.conditions.reduce(qualified, { before, noun, after })
  const adjective = adjectiveOf(condition)
  if (adjective !== undefined) return { before: [...before, adjective], noun, after }
  return { before, noun, after: [...after, clause(condition)] }
}

function adjectiveOf(condition: Condition): string | undefined {
  switch (condition.kind) {
    case 'colour':
      return condition.part ? undefined : condition.colour
    case 'brightness':
      return condition.brightness
    case 'size':
      return condition.size
    default:
      return undefined
  }
}

/** What follows the noun for a condition: "on the left", "that can be removed", "that is not red". */
export function clause(condition: Condition): string {
  switch (condition.kind) {
    case 'colour':
      return `in ${condition.colour}`
    case 'position':
      return POSITION_PHRASES[condition.position]
    case 'relation':
      return `${RELATION_PHRASES[condition.relation]} ${theThing(condition.to)}`
    case 'state':
      return STATE_PHRASES[condition.state]
    case 'not':
      if (condition.condition.kind === 'noun') return `other than ${plural(condition.condition.noun)}`
      return `not ${adjectiveOf(condition.condition) ?? clause(condition.condition)}`
    case 'all':
      return listed(condition.conditions.map(clause))
    case 'noun':
      return condition.noun
    default:
      return adjectiveOf(condition) ?? ''
  }
}

/** "on the orange suitcase (r1)": a relation to one region, for reasons. */
export function relationTo(relation: Relation, target: string): string {
  return `${RELATION_PHRASES[relation]} ${target}`
}
