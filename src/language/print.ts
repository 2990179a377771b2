import { UNCOUNTED } from './lexicon/areas.js'
import { listed, plural, withArticle } from './lexicon/morphology.js'
import { isKnownNoun, isPair, namesArea } from './lexicon/nouns.js'
import { useOf } from './lexicon/uses.js'
import { nounOf } from './nouns-of.js'
import type {
  Appearance,
  BodyPart,
  Condition,
  Expression,
  Order,
  Position,
  Program,
  Quantity,
  Relation,
  State,
} from './query.js'

/*
 * A program in English that reads back as the same program. Two signs make it unambiguous where English is not: a comma
 * goes back to the outermost noun ("the cup on the table, next to the jug": the cup is), and brackets hold a noun
 * together with what is said of it.
 */

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
  'cut-off': 'cut off by the frame',
  'in-a-row': 'in a row',
  'in-a-stack': 'in a stack',
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
  inside: 'inside',
  contains: 'containing',
  has: 'having',
  'belongs-to': 'belonging to',
  'held-by': 'held by',
  riding: 'riding',
  'ridden-by': 'ridden by',
  holding: 'holding',
  wearing: 'wearing',
  'worn-by': 'worn by',
  hides: 'hiding',
  'hidden-by': 'hidden by',
  around: 'around',
  'surrounded-by': 'surrounded by',
  'level-with': 'level with',
  'within-reach-of': 'within reach of',
  'busy-with': 'busy with',
  'bigger-than': 'bigger than',
  'smaller-than': 'smaller than',
  'taller-than': 'taller than',
  'shorter-than': 'shorter than',
  'wider-than': 'wider than',
  'narrower-than': 'narrower than',
  'nearer-than': 'nearer than',
  'farther-than': 'farther than',
  'higher-than': 'higher than',
  'lower-than': 'lower than',
  'brighter-than': 'brighter than',
  'darker-than': 'darker than',
  'same-colour-as': 'the same colour as',
  'same-size-as': 'the same size as',
}

/** "with the most cups on it": relations that are said from the other side. */
const HAD: Readonly<Partial<Record<Relation, readonly [opener: string, closer: string]>>> = {
  supports: ['with', ' on it'],
  contains: ['with', ' in it'],
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
  darkest: 'darkest',
  brightest: 'brightest',
}

const APPEARANCE_PHRASES: Readonly<Partial<Record<Appearance, string>>> = {
  lying: 'lying down',
}

/** Garments by where they show. */
const GARMENTS: Readonly<Record<BodyPart, string>> = {
  head: 'head',
  upper: 'shirt',
  lower: 'trousers',
  whole: 'outfit',
}

const RANKS =
  ', first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth'.split(', ')

/** One thing said after a noun: `open` where nothing follows, `closed` where more is said of the same noun. */
interface Clause {
  readonly open: string
  readonly closed: string
}

/** The parts of a noun phrase before they become one string. */
interface Phrase {
  before: string[]
  noun: string
  /** The noun is put as it is, whatever the number. */
  fixed?: boolean
  after: Clause[]
}

/** A program as a sentence. */
export function inEnglish(program: Program): string {
  switch (program.intent) {
    case 'find':
      return theThing(program.target)
    case 'count':
      return isPlural(program.target)
        ? `how many ${describe(program.target, 2)} are there`
        : `how many of (${theThing(program.target)}) are there`
    case 'exists':
      return isPlural(program.target)
        ? `are there any ${describe(program.target, 2)}`
        : `is there ${theThing(program.target)}`
    case 'tell':
      return `what ${program.about === 'colour' ? 'colour' : 'kind of thing'} is ${theThing(program.target)}`
    case 'look':
      return 'what do you see'
    case 'why':
      return program.not ? `why not ${theThing(program.not)}` : 'why'
    case 'undo':
      return 'undo'
    case 'redo':
      return 'redo'
    case 'reset':
      return 'start over'
    case 'clear':
      return 'none of those'
    case 'thanks':
      return 'thanks'
    case 'again':
      return `and ${theThing(program.but)}?`
    case 'picture':
      return `${program.then ? 'in ' : ''}${thePicture(program.which)}${program.then ? `, ${inEnglish(program.then)}` : ''}`
    case 'unclear':
      return ''
  }
}

function thePicture(which: (Program & { intent: 'picture' })['which']): string {
  switch (which.kind) {
    case 'nth':
      return `the ${ordinal(which.rank)} picture`
    case 'with':
      return `the picture with ${theThing(which.target)}`
    case 'latest':
      return 'the last picture'
    default:
      return `the ${which.kind} picture`
  }
}

/**
 * What an expression stands for, in English without an article: "red suitcases that can be removed". `count` is how
 * many there are, for singular or plural. How many the person meant is left out.
 */
export function describe(expression: Expression, count: number): string {
  return joined(phrase(expression, count, false), count)
}

function joined({ before, noun, fixed, after }: Phrase, count: number): string {
  const said = after
    .map((clause, i) => (i === after.length - 1 ? clause.open : clause.closed))
    .map((text) => (count === 1 ? text : text.replace(/^that is /, 'that are ')))
  return [...before, count === 1 || fixed ? noun : plural(noun), ...said].join(' ')
}

function exactly(expression: Expression, count: number): string {
  return joined(phrase(expression, count, true), count)
}

/** True for what is said without "the": "red cars". */
function isPlural(expression: Expression): boolean {
  return expression.kind === 'things' || (expression.kind === 'filter' && isPlural(expression.of))
}

/** The same with an article, and with all that the program says: "the orange suitcase". */
function theThing(expression: Expression): string {
  switch (expression.kind) {
    case 'reference':
      return expression.to === 'others' ? 'the others' : 'it'
    case 'region':
      return expression.id
    case 'union':
      return listed(expression.members.map(asMember))
    case 'difference':
      return `${asMember(expression.of)} except ${asMember(expression.without)}`
    case 'things':
      return isKnownNoun(expression.noun) ? plural(expression.noun) : expression.noun
    case 'definite': {
      const { of, count } = expression
      if (!isPlural(of)) return `the ${count === 1 ? 'one' : count} of (${theThing(of)})`
      return count === 1 ? `the ${exactly(of, 1)}` : `the ${count} ${exactly(of, count)}`
    }
    case 'pick':
      return `the ${exactly(expression, expression.count)}`
    case 'most':
      return `the ${exactly(expression, 1)}`
    case 'filter':
      return exactly(expression, 2)
  }
}

/** A member of a list or an exception: in brackets as soon as anything could attach to the wrong one. */
function asMember(expression: Expression): string {
  return isOneName(expression) ? theThing(expression) : `(${theThing(expression)})`
}

/** True where nothing comes after the noun: "the red cars". */
function isOneName(expression: Expression): boolean {
  switch (expression.kind) {
    case 'union':
    case 'difference':
    case 'most':
      return false
    case 'reference':
    case 'region':
      return true
    case 'definite':
      return isPlural(expression.of) && phrase(expression.of, expression.count, true).after.length === 0
    case 'pick':
      return isPlural(expression.of) && phrase(expression, expression.count, true).after.length === 0
    default:
      return isPlural(expression) && phrase(expression, 2, true).after.length === 0
  }
}

function phrase(expression: Expression, count: number, exact: boolean): Phrase {
  switch (expression.kind) {
    case 'things':
      return { before: [], noun: expression.noun, after: [] }
    case 'reference':
      return { before: [], noun: expression.to === 'others' ? 'other one' : 'one', after: [] }
    case 'region':
      return { before: [], noun: 'region', after: [clauseOf(expression.id)] }
    case 'filter': {
      const inner =
        exact && !isPlural(expression.of)
          ? { before: [], noun: `(${theThing(expression.of)})`, fixed: true, after: [] }
          : phrase(expression.of, count, exact)
      return qualified(inner, expression.by)
    }
    case 'definite':
      return phrase(expression.of, expression.count, exact)
    case 'pick':
      return picked(fromAmong(expression.of, expression.count, exact), expression)
    case 'most': {
      const { noun, ...inner } = fromAmong(expression.of, 1, exact)
      return {
        ...inner,
        noun: inner.fixed ? `one ${noun}` : noun,
        after: [...inner.after, mostOf(expression)],
      }
    }
    case 'difference': {
      const inner = phrase(expression.of, count, exact)
      return { ...inner, after: [...inner.after, clauseOf(`except ${asMember(expression.without)}`)] }
    }
    case 'union':
      return { before: [], noun: 'thing', after: [clauseOf(`(${theThing(expression)})`)] }
  }
}

/** "car", or "of (the car and the bus)" where it is more than a noun. */
function fromAmong(of: Expression, count: number, exact: boolean): Phrase {
  if (!exact || isPlural(of)) return phrase(of, count, exact)
  return { before: [], noun: `of (${theThing(of)})`, fixed: true, after: [] }
}

function picked(
  { before, after, ...noun }: Phrase,
  { order, rank, count }: Expression & { kind: 'pick' },
): Phrase {
  if (rank === 1) {
    const many = count > 1 ? [String(count)] : []
    return { before: [...many, ORDER_ADJECTIVES[order], ...before], ...noun, after }
  }
  const isPlace = order in POSITION_PHRASES
  const superlative = isPlace ? [] : [ORDER_ADJECTIVES[order]]
  const place = isPlace ? [clauseOf(`from the ${order}`)] : []
  return { before: [ordinal(rank), ...superlative, ...before], ...noun, after: [...after, ...place] }
}

function ordinal(rank: number): string {
  const ending = rank % 10 === 1 ? 'st' : rank % 10 === 2 ? 'nd' : rank % 10 === 3 ? 'rd' : 'th'
  return RANKS[rank] ?? `${rank}${rank % 100 > 10 && rank % 100 < 14 ? 'th' : ending}`
}

function mostOf({ relation, to, fewest }: Expression & { kind: 'most' }): Clause {
  const [opener, closer] = HAD[relation] ?? [RELATION_PHRASES[relation], '']
  return clauseOf(`${opener} the ${fewest ? 'fewest' : 'most'} ${asMember(to)}${closer}`)
}

function qualified(inner: Phrase, condition: Condition): Phrase {
  const adjective = adjectiveOf(condition)
  // "dark red" is one colour: what is dark and also red is "dark ... that is red".
  const shades = ['dark', 'light'].includes(inner.before.at(-1) ?? '')
  if (adjective !== undefined && inner.after.length === 0 && !inner.fixed && !shades)
    return { ...inner, before: [...inner.before, adjective] }
  return { ...inner, after: [...inner.after, said(condition)] }
}

/** A condition as a word before the noun: "red", "black and white", "sharp". */
function adjectiveOf(condition: Condition): string | undefined {
  switch (condition.kind) {
    case 'colour':
      return condition.part ? undefined : coloured(condition)
    case 'brightness':
      return condition.brightness
    case 'size':
      return condition.size
    case 'appearance':
      return condition.part || condition.appearance in APPEARANCE_PHRASES ? undefined : condition.appearance
    case 'use':
      return useOf(condition.use).adjectives?.split(', ')[0]
    case 'all':
    case 'any': {
      const words = condition.conditions.map(adjectiveOf)
      if (words.length !== 2 || words.includes(undefined)) return undefined
      return words.join(condition.kind === 'all' ? ' and ' : ' or ')
    }
    default:
      return undefined
  }
}

/** What follows the noun for a condition, in both its forms. */
function said(condition: Condition): Clause {
  switch (condition.kind) {
    case 'relation':
    case 'between': {
      const lead =
        condition.kind === 'between' ? 'between' : relationPhrase(condition.relation, condition.quantity)
      const plain = isOneName(condition.to)
      const thing = condition.kind === 'relation' ? other(condition) : theThing(condition.to)
      return plain
        ? { open: `${lead} ${thing}`, closed: `${lead} ${thing},` }
        : {
            open: `${lead} ${isOpenEnded(condition.to) ? thing : `(${thing})`}`,
            closed: `${lead} (${thing}),`,
          }
    }
    default:
      return clauseOf(clause(condition))
  }
}

/** What a relation is to: of garments, one is on each wearer. */
function other({ relation, to }: Condition & { kind: 'relation' }): string {
  const noun = nounOf(to) ?? ''
  if (relation !== 'wearing' || !isPlural(to) || !isOneName(to) || !namesArea(noun)) return theThing(to)
  if (isPair(noun)) return exactly(to, 2)
  const one = exactly(to, 1)
  return UNCOUNTED.has(noun) ? one : withArticle(one)
}

/** True for a noun with one thing said after it: what is said last needs no brackets. */
function isOpenEnded(expression: Expression): boolean {
  switch (expression.kind) {
    case 'definite':
    case 'pick':
      return isPlural(expression.of) && endsOpen(phrase(expression, expression.count, true))
    case 'filter':
      return isPlural(expression) && endsOpen(phrase(expression, 2, true))
    default:
      return false
  }
}

/** What somebody has or wears would be taken for the outer noun's. */
function endsOpen({ after }: Phrase): boolean {
  return after.length === 1 && !/^(with|wearing|holding|having) | it$/.test(after[0]!.open)
}

function relationPhrase(relation: Relation, quantity: Quantity | undefined): string {
  const phrase = RELATION_PHRASES[relation]
  if (quantity === undefined) return phrase
  return quantity === 'all' ? `${phrase} all` : `${phrase} ${quantity.limit} ${quantity.count}`
}

/** What follows the noun for a condition: "on the left", "that can be removed", "that is not red". */
export function clause(condition: Condition): string {
  switch (condition.kind) {
    case 'colour':
      return condition.part
        ? `${condition.part === 'head' ? 'with' : 'in'} ${garment(coloured(condition), condition.part)}`
        : `that is ${coloured(condition)}`
    case 'detail':
      return `with a ${condition.colour} part`
    case 'appearance': {
      const { appearance, part } = condition
      return part
        ? `${part === 'head' ? 'with' : 'in'} ${garment(appearance, part)}`
        : (APPEARANCE_PHRASES[appearance] ?? `that is ${appearance}`)
    }
    case 'position':
      return POSITION_PHRASES[condition.position]
    case 'relation':
    case 'between':
      return said(condition).open
    case 'state':
      return STATE_PHRASES[condition.state]
    case 'use': {
      const { adjectives, asks, english } = useOf(condition.use)
      if (adjectives) return `that is ${adjectives.split(', ')[0]}`
      return asks === 'to' ? `to ${english}` : `that can ${english}`
    }
    case 'unseen':
      return condition.words
    case 'not': {
      const { condition: denied } = condition
      if (denied.kind === 'use' && useOf(denied.use).asks === 'can' && !useOf(denied.use).adjectives)
        return `that can not ${useOf(denied.use).english}`
      const removable = denied.kind === 'state' && denied.state === 'removable'
      return `that is not ${removable ? 'removable' : withoutThat(clause(denied))}`
    }
    case 'noun':
      return `that is ${/^[aeiou]/.test(condition.noun) ? 'an' : 'a'} ${condition.noun}`
    case 'all':
    case 'any':
      return several(condition.conditions, condition.kind)
    default:
      return `that is ${adjectiveOf(condition)}`
  }
}

function several(conditions: readonly Condition[], kind: 'all' | 'any'): string {
  if (conditions.every(({ kind }) => kind === 'position'))
    return `at the ${conditions.map((one) => (one.kind === 'position' ? one.position : '')).join(' ')}`
  const joint = kind === 'all' ? 'and' : 'or'
  const adjectives = conditions.map(adjectiveOf)
  if (!adjectives.includes(undefined)) return `that is ${adjectives.join(` ${joint} `)}`
  const [first, ...rest] = conditions.map(clause)
  return [first, ...rest.map((clause) => clause.replace(/^in /, ''))].join(` ${joint} `)
}

function withoutThat(clause: string): string {
  return clause.replace(/^that is /, '')
}

/** "dark red" */
function coloured({ colour, shade }: Condition & { kind: 'colour' }): string {
  return shade ? `${shade} ${colour}` : colour
}

/** "a red shirt" */
function garment(adjective: string, part: BodyPart): string {
  const worn = `${adjective} ${GARMENTS[part]}`
  return part === 'lower' ? worn : withArticle(worn)
}

function clauseOf(text: string): Clause {
  return { open: text, closed: `${text},` }
}

/** A condition as a reason: "red", "on the left", "to sit on". */
export function reason(condition: Condition): string {
  return adjectiveOf(condition) ?? withoutThat(clause(condition))
}

/** "on the orange suitcase (r1)": a relation to one region, for reasons. */
export function relationTo(relation: Relation, target: string): string {
  return `${RELATION_PHRASES[relation]} ${target}`
}
