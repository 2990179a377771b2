import * as z from 'zod'
import { COLOUR_NAMES } from '../image/colour.js'
import { USE_NAMES, type UseName } from './lexicon/uses.js'

/**
 * The query program: what a sentence means, as data. The grammar writes it (and later a language model does), one
 * executor runs it on a scene. Each node below carries the English that it stands for.
 */

export const COLOURS = COLOUR_NAMES
export type Colour = (typeof COLOURS)[number]

/** Where on a person a garment shows; a dress or a suit does all over. */
export const BODY_PARTS = ['head', 'upper', 'lower', 'whole'] as const
export type BodyPart = (typeof BODY_PARTS)[number]

/** Places in the frame, and among the candidates: "on the left", "at the back". */
export const POSITIONS = ['left', 'right', 'top', 'bottom', 'middle', 'front', 'back'] as const
export type Position = (typeof POSITIONS)[number]

/** Orders to pick from, each named after the end where counting starts. */
export const ORDERS = [
  ...POSITIONS,
  'largest',
  'smallest',
  'tallest',
  'shortest',
  'widest',
  'narrowest',
  'darkest',
  'brightest',
] as const
export type Order = (typeof ORDERS)[number]

/** `a RELATION b`: "a is on b", "a supports b" ... Definitions: scene/relations.ts and scene/support.ts. */
export const RELATIONS = [
  'on',
  'under',
  'supports',
  'falls-with',
  'left-of',
  'right-of',
  'above',
  'below',
  'next-to',
  'closest-to',
  'touching',
  'behind',
  'in-front-of',
  'inside',
  'contains',
  'has',
  'belongs-to',
  'held-by',
  'riding',
  'ridden-by',
  'holding',
  'wearing',
  'worn-by',
  'hides',
  'hidden-by',
  'around',
  'surrounded-by',
  'level-with',
  'within-reach-of',
  'busy-with',
  'bigger-than',
  'smaller-than',
  'taller-than',
  'shorter-than',
  'wider-than',
  'narrower-than',
  'nearer-than',
  'farther-than',
  'higher-than',
  'lower-than',
  'brighter-than',
  'darker-than',
  'same-colour-as',
  'same-size-as',
] as const
export type Relation = (typeof RELATIONS)[number]

/** Conditions on one object that its surroundings decide. */
export const STATES = [
  'removable',
  'clear-on-top',
  'on-the-ground',
  'supporting',
  'occluded',
  'complete',
  'cut-off',
  'in-a-row',
  'in-a-stack',
] as const
export type State = (typeof STATES)[number]

/** What the outline and the surface of one thing show: stance, shape, pattern. */
export const APPEARANCES = [
  'upright',
  'lying',
  'tilted',
  'round',
  'square',
  'striped',
  'checked',
  'spotted',
  'plain',
  'patterned',
  'multicoloured',
] as const
export type Appearance = (typeof APPEARANCES)[number]

/** How many of the others a relation needs: "on *two* tables", "taller than *all* the others". */
export const Quantity = z.union([
  z.object({ limit: z.enum(['at least', 'at most', 'exactly']), count: z.int().min(1).max(100) }),
  z.literal('all'),
])
export type Quantity = z.infer<typeof Quantity>

/** Who is meant without being named again. */
export const REFERENCES = ['selection', 'others', 'kind', 'both', 'first', 'previous'] as const

/** A set of regions. */
export type Expression =
  /** "the suitcases", "vehicles"; `noun` is a singular lemma, "thing" stands for any object. */
  | { kind: 'things'; noun: string }
  /** "it", "them" (`selection`); "the other ones" (`others`); "the red one" after talk of cars (`kind`); "both", of the last two answers (`both`); the first answer (`first`); what was picked before the last answer (`previous`). */
  | { kind: 'reference'; to: (typeof REFERENCES)[number] }
  /** "r3", "number 3" */
  | { kind: 'region'; id: string }
  /** "red cars": those of `of` for which `by` holds */
  | { kind: 'filter'; of: Expression; by: Condition }
  /** "the second car from the left", "the two largest cars": `count` members from place `rank` on, counted from the `order` end */
  | { kind: 'pick'; of: Expression; order: Order; rank: number; count: number }
  /** "the car", "the two cars": exactly `count` are meant, so the best fitting are taken */
  | { kind: 'definite'; of: Expression; count: number }
  /** "the dog and the cat" */
  | { kind: 'union'; members: Expression[] }
  /** "every clock except the one at the top" */
  | { kind: 'difference'; of: Expression; without: Expression }
  /** "the table with the most cups", "the man with the fewest bags" (`fewest`): which of them has most others in the relation */
  | { kind: 'most'; of: Expression; relation: Relation; to: Expression; fewest: boolean }

/** What may hold of a region. */
export type Condition =
  /** "red", "black and white"; `part`: "in the red shirt" (upper), "with black trousers" (lower); `shade`: "dark red" */
  | { kind: 'colour'; colour: Colour; part?: BodyPart | undefined; shade?: 'dark' | 'light' | undefined }
  /** "with a red part", "with pink frosting": some of it has the colour */
  | { kind: 'detail'; colour: Colour }
  /** "dark", "light-coloured" */
  | { kind: 'brightness'; brightness: 'dark' | 'light' }
  /** "big", "small", against the others of the set */
  | { kind: 'size'; size: 'large' | 'small' }
  /** "on the left" */
  | { kind: 'position'; position: Position }
  /**
   * "on the table", "bigger than the dog", "with at least two cups" (`quantity`): some member of `to` stands in the
   * relation, or as many as the quantity says
   */
  | { kind: 'relation'; relation: Relation; to: Expression; quantity?: Quantity | undefined }
  /** "between the two glasses", "between the bed and the window" */
  | { kind: 'between'; to: Expression }
  /** "which of those is a dog?" */
  | { kind: 'noun'; noun: string }
  /** "that can be removed" */
  | { kind: 'state'; state: State }
  /** "striped", "round", "lying on its side" */
  | { kind: 'appearance'; appearance: Appearance; part?: BodyPart | undefined }
  /** "to sit on", "sharp", "that can roll away": what it is good for or what may happen with it */
  | { kind: 'use'; use: UseName }
  /** "jumping", "with a beard": understood, but nothing that outlines show */
  | { kind: 'unseen'; words: string }
  /** "black and white", "bottom left" */
  | { kind: 'all'; conditions: Condition[] }
  /** "red or blue" */
  | { kind: 'any'; conditions: Condition[] }
  /** "not red" */
  | { kind: 'not'; condition: Condition }

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('colour'),
      colour: z.enum(COLOURS),
      part: z.enum(BODY_PARTS).optional(),
      shade: z.enum(['dark', 'light']).optional(),
    }),
    z.object({ kind: z.literal('detail'), colour: z.enum(COLOURS) }),
    z.object({ kind: z.literal('brightness'), brightness: z.enum(['dark', 'light']) }),
    z.object({ kind: z.literal('size'), size: z.enum(['large', 'small']) }),
    z.object({ kind: z.literal('position'), position: z.enum(POSITIONS) }),
    z.object({
      kind: z.literal('relation'),
      relation: z.enum(RELATIONS),
      to: Expression,
      quantity: Quantity.optional(),
    }),
    z.object({ kind: z.literal('between'), to: Expression }),
    z.object({ kind: z.literal('noun'), noun: z.string().min(1).max(60) }),
    z.object({ kind: z.literal('state'), state: z.enum(STATES) }),
    z.object({
      kind: z.literal('appearance'),
      appearance: z.enum(APPEARANCES),
      part: z.enum(BODY_PARTS).optional(),
    }),
    z.object({ kind: z.literal('use'), use: z.enum(USE_NAMES) }),
    z.object({ kind: z.literal('unseen'), words: z.string().min(1).max(200) }),
    z.object({ kind: z.literal('all'), conditions: z.array(Condition).min(1).max(20) }),
    z.object({ kind: z.literal('any'), conditions: z.array(Condition).min(1).max(20) }),
    z.object({ kind: z.literal('not'), condition: Condition }),
  ]),
)

export const Expression: z.ZodType<Expression> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('things'), noun: z.string().min(1).max(60) }),
    z.object({ kind: z.literal('reference'), to: z.enum(REFERENCES) }),
    z.object({ kind: z.literal('region'), id: z.string().min(1).max(40) }),
    z.object({ kind: z.literal('filter'), of: Expression, by: Condition }),
    z.object({
      kind: z.literal('pick'),
      of: Expression,
      order: z.enum(ORDERS),
      rank: z.int().min(1).max(1000),
      count: z.int().min(1).max(1000),
    }),
    z.object({ kind: z.literal('definite'), of: Expression, count: z.int().min(1).max(1000) }),
    z.object({ kind: z.literal('union'), members: z.array(Expression).min(1).max(20) }),
    z.object({ kind: z.literal('difference'), of: Expression, without: Expression }),
    z.object({
      kind: z.literal('most'),
      of: Expression,
      relation: z.enum(RELATIONS),
      to: Expression,
      fewest: z.boolean(),
    }),
  ]),
)

/** A picture of the conversation. */
export const Picture = z.discriminatedUnion('kind', [
  /** "the previous picture" */
  z.object({ kind: z.literal('previous') }),
  /** "the next photo" */
  z.object({ kind: z.literal('next') }),
  /** "the first picture" */
  z.object({ kind: z.literal('nth'), rank: z.int().min(1).max(1000) }),
  /** "the last picture" */
  z.object({ kind: z.literal('latest') }),
  /** "the photo with the dog" */
  z.object({ kind: z.literal('with'), target: Expression }),
])
export type Picture = z.infer<typeof Picture>

/** One utterance. */
export type Program =
  /** "the red cars" */
  | { intent: 'find'; target: Expression }
  /** "how many dogs are there?" */
  | { intent: 'count'; target: Expression }
  /** "is there a lion?" */
  | { intent: 'exists'; target: Expression }
  /** "what colour is the bus?", "what kind of thing is it?" */
  | { intent: 'tell'; about: (typeof ASPECTS)[number]; target: Expression }
  /** "what do you see?" */
  | { intent: 'look' }
  /** "why?"; "why not the blue one?" */
  | { intent: 'why'; not?: Expression | undefined }
  /** "go back", "undo" */
  | { intent: 'undo' }
  /** "redo" */
  | { intent: 'redo' }
  /** "start over" */
  | { intent: 'reset' }
  /** "none of those": nothing is selected */
  | { intent: 'clear' }
  /** "thanks", "ok" */
  | { intent: 'thanks' }
  /** "and on the left?", "the same but blue": the request before, said of `but` */
  | { intent: 'again'; but: Expression }
  /** "the previous picture"; "in the first picture, the dog" */
  | { intent: 'picture'; which: Picture; then?: Program | undefined }
  /** No reading was found. */
  | { intent: 'unclear' }

/** What a question may ask of a thing. */
export const ASPECTS = ['colour', 'kind'] as const

export const Program: z.ZodType<Program> = z.lazy(() =>
  z.discriminatedUnion('intent', [
    z.object({ intent: z.literal('find'), target: Expression }),
    z.object({ intent: z.literal('count'), target: Expression }),
    z.object({ intent: z.literal('exists'), target: Expression }),
    z.object({ intent: z.literal('tell'), about: z.enum(ASPECTS), target: Expression }),
    z.object({ intent: z.literal('look') }),
    z.object({ intent: z.literal('why'), not: Expression.optional() }),
    z.object({ intent: z.literal('undo') }),
    z.object({ intent: z.literal('redo') }),
    z.object({ intent: z.literal('reset') }),
    z.object({ intent: z.literal('clear') }),
    z.object({ intent: z.literal('thanks') }),
    z.object({ intent: z.literal('again'), but: Expression }),
    // biome-ignore lint/suspicious/noThenProperty: "in the first picture, then ..."; programs are never awaited.
    z.object({ intent: z.literal('picture'), which: Picture, then: Program.optional() }),
    z.object({ intent: z.literal('unclear') }),
  ]),
)

/** A program, and the words of the sentence that it could not account for. */
export interface Reading {
  program: Program
  ignored: string[]
  /** Slips of the keys that were mended: "bicylce" read as "bicycle". */
  mended: readonly Mended[]
}

export interface Mended {
  readonly typed: string
  readonly read: string
}
