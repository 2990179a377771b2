import fc from 'fast-check'
import { USE_NAMES, useOf } from '../../src/language/lexicon/uses.js'
import {
  APPEARANCES,
  COLOURS,
  type Condition,
  type Expression,
  ORDERS,
  type Program,
  RELATIONS,
  type Relation,
  STATES,
} from '../../src/language/query.js'

/*
 * Random programs in the form that English gives them: what stands before a noun is said first of it, and nothing is
 * said twice in different ways.
 */

const NOUNS = ['cat', 'suitcase', 'vehicle', 'wine glass', 'person', 'thing', 'giraffe', 'collie', 'candle']
/** Relations that have one target by their nature. */
const SINGLE = new Set<Relation>(['closest-to', 'falls-with', 'busy-with'])

const colour = fc.constantFrom(...COLOURS)
const hasAdjective = USE_NAMES.filter((name) => useOf(name).adjectives !== undefined)

/** What is said before a noun. */
const adjective: fc.Arbitrary<Condition> = fc.oneof(
  colour.map((colour): Condition => ({ kind: 'colour', colour })),
  fc
    .tuple(colour, fc.constantFrom('dark' as const, 'light' as const))
    .map(([colour, shade]): Condition => ({ kind: 'colour', colour, shade })),
  fc.constantFrom('large' as const, 'small' as const).map((size): Condition => ({ kind: 'size', size })),
  fc
    .constantFrom(...APPEARANCES.filter((one) => one !== 'lying'))
    .map((appearance): Condition => ({ kind: 'appearance', appearance })),
  fc.constantFrom(...hasAdjective).map((use): Condition => ({ kind: 'use', use })),
  fc
    .tuple(
      fc.constantFrom('all' as const, 'any' as const),
      fc.uniqueArray(colour, { minLength: 2, maxLength: 2 }),
    )
    .map(
      ([kind, colours]): Condition => ({
        kind,
        conditions: colours.map((colour) => ({ kind: 'colour', colour })),
      }),
    ),
)

/** What is said after a noun without another noun. */
const plainClause: fc.Arbitrary<Condition> = fc.oneof(
  adjective,
  fc
    .tuple(colour, fc.constantFrom('head' as const, 'upper' as const, 'lower' as const))
    .map(([colour, part]): Condition => ({ kind: 'colour', colour, part })),
  colour.map((colour): Condition => ({ kind: 'detail', colour })),
  fc
    .constantFrom('dark' as const, 'light' as const)
    .map((brightness): Condition => ({ kind: 'brightness', brightness })),
  fc
    .constantFrom(
      'left' as const,
      'right' as const,
      'top' as const,
      'bottom' as const,
      'front' as const,
      'back' as const,
    )
    .map((position): Condition => ({ kind: 'position', position })),
  fc
    .tuple(
      fc.constantFrom('top' as const, 'bottom' as const),
      fc.constantFrom('left' as const, 'right' as const),
    )
    .map(
      (positions): Condition => ({
        kind: 'all',
        conditions: positions.map((position) => ({ kind: 'position', position })),
      }),
    ),
  fc.constantFrom(...STATES).map((state): Condition => ({ kind: 'state', state })),
  fc.constantFrom(...USE_NAMES).map((use): Condition => ({ kind: 'use', use })),
  fc.constantFrom('jumping', 'smiling').map((words): Condition => ({ kind: 'unseen', words })),
  fc.constant<Condition>({ kind: 'appearance', appearance: 'lying' }),
  fc
    .constantFrom(...NOUNS.filter((noun) => noun !== 'thing'))
    .map((noun): Condition => ({ kind: 'noun', noun })),
)

const quantity = fc.oneof(
  fc.constant('all' as const),
  fc.record({
    limit: fc.constantFrom('at least' as const, 'at most' as const, 'exactly' as const),
    count: fc.integer({ min: 1, max: 9 }),
  }),
)

const { chain, thing } = fc.letrec<{
  chain: Expression
  clause: Condition
  several: Expression
  thing: Expression
}>((tie) => ({
  /** "red cars on the left" */
  chain: fc
    .tuple(
      fc.constantFrom(...NOUNS),
      fc.array(adjective, { maxLength: 2 }),
      fc.array(tie('clause'), { maxLength: 2 }),
    )
    .map(([noun, before, after]) =>
      [...before, ...after].reduce<Expression>((of, by) => ({ kind: 'filter', of, by }), {
        kind: 'things',
        noun,
      }),
    ),
  clause: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    plainClause,
    fc
      .tuple(fc.constantFrom(...RELATIONS), tie('thing'))
      .map(([relation, to]): Condition => ({ kind: 'relation', relation, to })),
    fc
      .tuple(fc.constantFrom(...RELATIONS.filter((one) => !SINGLE.has(one))), tie('chain'), quantity)
      .map(([relation, to, quantity]): Condition => ({ kind: 'relation', relation, to, quantity })),
    tie('several').map((to): Condition => ({ kind: 'between', to })),
    plainClause
      .filter(({ kind }) => !['unseen', 'all', 'any'].includes(kind))
      .map((condition): Condition => ({ kind: 'not', condition })),
  ),
  /** Two things or more. */
  several: fc.oneof(
    tie('chain'),
    fc
      .tuple(tie('chain'), fc.integer({ min: 2, max: 9 }))
      .map(([of, count]): Expression => ({ kind: 'definite', of, count })),
    fc
      .array(tie('thing'), { minLength: 2, maxLength: 3 })
      .map((members): Expression => ({ kind: 'union', members })),
  ),
  thing: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constant<Expression>({ kind: 'reference', to: 'selection' }),
    fc
      .constantFrom(...NOUNS)
      .map((noun): Expression => ({ kind: 'definite', of: { kind: 'things', noun }, count: 1 })),
    tie('chain'),
    tie('several'),
    fc
      .tuple(tie('thing'), fc.integer({ min: 1, max: 9 }))
      .map(([of, count]): Expression => ({ kind: 'definite', of, count })),
    fc
      .tuple(
        tie('thing'),
        fc.constantFrom(...ORDERS),
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 2, max: 9 }),
        fc.boolean(),
      )
      .map(
        ([of, order, rank, count, many]): Expression => ({
          kind: 'pick',
          of,
          order,
          ...(many ? { rank: 1, count } : { rank, count: 1 }),
        }),
      ),
    fc
      .tuple(tie('thing'), tie('thing'))
      .map(([of, without]): Expression => ({ kind: 'difference', of, without })),
    fc
      .tuple(
        tie('thing'),
        fc.constantFrom('has' as const, 'holding' as const, 'supports' as const, 'contains' as const),
        tie('chain'),
        fc.boolean(),
      )
      .map(([of, relation, to, fewest]): Expression => ({ kind: 'most', of, relation, to, fewest })),
    fc
      .tuple(tie('thing'), tie('clause'))
      .filter(([of]) => of.kind !== 'things' && of.kind !== 'filter')
      .map(([of, by]): Expression => ({ kind: 'filter', of, by })),
    fc.integer({ min: 1, max: 999 }).map((number): Expression => ({ kind: 'region', id: `r${number}` })),
  ),
}))

/** Any program that asks for things. */
export const program: fc.Arbitrary<Program> = fc.oneof(
  thing.map((target): Program => ({ intent: 'find', target })),
  thing.map((target): Program => ({ intent: 'count', target })),
  chain.map((target): Program => ({ intent: 'exists', target })),
  thing.map((target): Program => ({ intent: 'tell', about: 'colour', target })),
)
