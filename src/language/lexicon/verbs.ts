import type { Relation } from '../query.js'

/**
 * Verb forms by what they mean for the grammar. Each list has the forms written
 * out where no rule gives them; {@link forms} adds the regular ones.
 */

/** Ways to be somewhere: the preposition that follows carries the relation ("resting on"). */
export const POSTURES: ReadonlySet<string> = new Set(
  [
    ...forms(
      'rest, stack, pile, place, park, perch, lean, balance, prop, pose, walk, wait, float, crouch, kneel',
    ),
    'lie lies lying lain laid sit sits sitting sat seated stand stands standing stood put located set hang hangs hanging hung',
    'sleep sleeps sleeping slept be being been situated positioned',
  ].flatMap((list) => list.split(' ')),
)

/** Verbs with an object: `subject VERB object` is this relation. */
export const ACTIONS: ReadonlyMap<string, Relation> = new Map<string, Relation>([
  ...action(
    'has',
    ...forms('carry, grip, clutch, grasp, use, brush, drag'),
    'hold holds holding held wear wears wearing worn eat eats eating eaten drink drinks drinking read reads reading swing swings swinging have has having',
  ),
  ...action('riding', 'ride rides riding ridden drive drives driving driven'),
  ...action('supports', ...forms('support, underpin'), 'bear bears bearing borne'),
  ...action('touching', ...forms('touch, contact'), 'meet meets meeting'),
  ...action('in-front-of', ...forms('cover, block, obscure, occlude'), 'hide hides hiding hidden'),
  ...action('contains', ...forms('contain')),
])

export const REMOVALS: ReadonlySet<string> = new Set(
  [
    ...forms('remove, lift, pull, grab, pick, move, yank, slide'),
    'take takes taking took taken get got getting lift slid shift',
  ].flatMap((list) => list.split(' ')),
)

export const FALLS: ReadonlySet<string> = new Set(
  [
    ...forms('topple, collapse, tumble, drop, crash, tip, roll'),
    'fall falls falling fell fallen come comes came slide slides slid go goes',
  ].flatMap((list) => list.split(' ')),
)

/** "away", "off", "out", "up", "down": what may follow a verb without changing its sense here. */
export const PARTICLES: ReadonlySet<string> = new Set(['away', 'off', 'out', 'up', 'down', 'over'])

/** `a RELATION b` is `b INVERSE a`. */
export const INVERSE: Readonly<Record<Relation, Relation>> = {
  on: 'supports',
  supports: 'on',
  under: 'above',
  'falls-with': 'supports',
  'left-of': 'right-of',
  'right-of': 'left-of',
  above: 'below',
  below: 'above',
  'next-to': 'next-to',
  'closest-to': 'closest-to',
  touching: 'touching',
  behind: 'in-front-of',
  'in-front-of': 'behind',
  inside: 'contains',
  contains: 'inside',
  has: 'held-by',
  'held-by': 'has',
  riding: 'ridden-by',
  'ridden-by': 'riding',
}

/** Prepositions and the relation that each states, longest first. */
export const PREPOSITIONS: readonly (readonly [words: readonly string[], relation: Relation])[] = (
  [
    ['to the left of', 'left-of'],
    ['to the right of', 'right-of'],
    ['on the left of', 'left-of'],
    ['on the right of', 'right-of'],
    ['left of', 'left-of'],
    ['right of', 'right-of'],
    ['on top of', 'on'],
    ['on to', 'on'],
    ['in front of', 'in-front-of'],
    ['next to', 'next-to'],
    ['close to', 'next-to'],
    ['right next to', 'next-to'],
    ['inside of', 'inside'],
    ['right under', 'under'],
    ['directly under', 'under'],
    ['directly on', 'on'],
    ['upon', 'on'],
    ['onto', 'on'],
    ['atop', 'on'],
    ['on', 'on'],
    ['under', 'under'],
    ['beneath', 'under'],
    ['underneath', 'under'],
    ['below', 'below'],
    ['above', 'above'],
    ['over', 'above'],
    ['beside', 'next-to'],
    ['near', 'next-to'],
    ['by', 'next-to'],
    ['behind', 'behind'],
    ['around', 'next-to'],
    ['outside', 'next-to'],
    ['inside', 'inside'],
    ['within', 'inside'],
    ['in', 'inside'],
    ['against', 'touching'],
    ['with', 'has'],
  ] as const
).map(([words, relation]) => [words.split(' '), relation])

function forms(bases: string): string[] {
  return bases.split(', ').flatMap((base) => {
    const stem = base.endsWith('e') ? base.slice(0, -1) : base
    const past = /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${stem}ed`
    const third = /[^aeiou]y$/.test(base)
      ? `${base.slice(0, -1)}ies`
      : /(s|x|z|ch|sh)$/.test(base)
        ? `${base}es`
        : `${base}s`
    const doubled = /^[^aeiou]*[aeiou][bdgmnpt]$/.test(base) ? base + base.at(-1) : stem
    return [base, third, `${doubled}ing`, doubled === stem ? past : `${doubled}ed`]
  })
}

function action(relation: Relation, ...lists: string[]): [string, Relation][] {
  return lists.flatMap((list) => list.split(' ')).map((word) => [word, relation])
}
