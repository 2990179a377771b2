import type { Relation } from '../query.js'

/**
 * Verb forms by what they mean for the grammar. Each list has the forms written
 * out where no rule gives them; {@link forms} adds the regular ones.
 */

/** Ways to be somewhere: the preposition that follows carries the relation ("resting on"). */
export const POSTURES: ReadonlySet<string> = new Set(
  [
    ...forms(
      'rest, stack, pile, place, park, perch, lean, balance, prop, pose, walk, wait, float, crouch, kneel, sprawl, recline, dangle, drape, mount, attach, display, arrange',
    ),
    'lie lies lying lain laid sit sits sitting sat seated stand stands standing stood put located set hang hangs hanging hung',
    'sleep sleeps sleeping slept situated positioned',
  ].flatMap((list) => list.split(' ')),
)

/** Verbs with an object: `subject VERB object` is this relation. */
export const ACTIONS: ReadonlyMap<string, Relation> = new Map<string, Relation>([
  ...action('has', 'has have having'),
  ...action(
    'holding',
    ...forms('carry, grip, clutch, grasp, use, brush, drag'),
    'hold holds holding held eat eats eating eaten drink drinks drinking read reads reading swing swings swinging',
  ),
  ...action('wearing', 'wear wears wearing wore worn'),
  ...action('riding', 'ride rides riding ridden drive drives driving driven'),
  ...action('supports', ...forms('support, underpin'), 'bear bears bearing borne'),
  ...action('touching', ...forms('touch, contact'), 'meet meets meeting'),
  ...action('hides', ...forms('cover, block, obscure, occlude, conceal'), 'hide hides hiding hidden'),
  ...action('contains', ...forms('contain')),
  ...action('within-reach-of', ...forms('reach')),
  ...action('around', ...forms('surround, encircle')),
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

const OPPOSITES: readonly (readonly [Relation, Relation])[] = [
  ['on', 'supports'],
  ['left-of', 'right-of'],
  ['above', 'below'],
  ['next-to', 'next-to'],
  ['closest-to', 'closest-to'],
  ['touching', 'touching'],
  ['behind', 'in-front-of'],
  ['inside', 'contains'],
  ['has', 'belongs-to'],
  ['holding', 'held-by'],
  ['wearing', 'worn-by'],
  ['riding', 'ridden-by'],
  ['hides', 'hidden-by'],
  ['around', 'surrounded-by'],
  ['level-with', 'level-with'],
  ['within-reach-of', 'within-reach-of'],
  ['busy-with', 'busy-with'],
  ['bigger-than', 'smaller-than'],
  ['taller-than', 'shorter-than'],
  ['wider-than', 'narrower-than'],
  ['nearer-than', 'farther-than'],
  ['higher-than', 'lower-than'],
  ['brighter-than', 'darker-than'],
  ['same-colour-as', 'same-colour-as'],
  ['same-size-as', 'same-size-as'],
]

const INVERSES: ReadonlyMap<Relation, Relation> = new Map<Relation, Relation>([
  ...OPPOSITES,
  ...OPPOSITES.map(([relation, opposite]) => [opposite, relation] as const),
  ['under', 'above'],
  ['falls-with', 'supports'],
])

/** `a RELATION b` is `b inverse(RELATION) a`. */
export function inverse(relation: Relation): Relation {
  return INVERSES.get(relation) as Relation
}

/** Prepositions and the relation that each states, longest first. */
export const PREPOSITIONS: readonly (readonly [words: readonly string[], relation: Relation])[] = (
  [
    ['to the left side of', 'left-of'],
    ['to the right side of', 'right-of'],
    ['to the left of', 'left-of'],
    ['to the right of', 'right-of'],
    ['on the left of', 'left-of'],
    ['on the right of', 'right-of'],
    ['at the side of', 'next-to'],
    ['by the side of', 'next-to'],
    ['at the top of', 'on'],
    ['on top of', 'on'],
    ['in front of', 'in-front-of'],
    ['within reach of', 'within-reach-of'],
    ['in reach of', 'within-reach-of'],
    ['in line with', 'level-with'],
    ['in the way of', 'in-front-of'],
    ['left of', 'left-of'],
    ['right of', 'right-of'],
    ['on to', 'on'],
    ['next to', 'next-to'],
    ['close to', 'next-to'],
    ['inside of', 'inside'],
    ['all around', 'around'],
    ['surrounded by', 'surrounded-by'],
    ['hidden by', 'hidden-by'],
    ['worn by', 'worn-by'],
    ['held by', 'held-by'],
    ['ridden by', 'ridden-by'],
    ['level with', 'level-with'],
    ['busy with', 'busy-with'],
    ['belonging to', 'belongs-to'],
    ['adjacent to', 'next-to'],
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
    ['outside', 'next-to'],
    ['inside', 'inside'],
    ['within', 'inside'],
    ['in', 'inside'],
    ['against', 'touching'],
    ['with', 'has'],
    ['around', 'around'],
    ['alongside', 'next-to'],
    ['at', 'next-to'],
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
