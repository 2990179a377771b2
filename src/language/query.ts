import * as z from 'zod'
import { COLOUR_NAMES } from '../image/colour.js'

/**
 * The query program: what a sentence means, as data. The grammar writes it (and later a language model does), one
 * executor runs it on a scene. Each node below carries the English that it stands for.
 */

export const COLOURS = COLOUR_NAMES
export type Colour = (typeof COLOURS)[number]

/** Where on a person a garment shows. */
export const BODY_PARTS = ['head', 'upper', 'lower'] as const
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
  'held-by',
  'riding',
  'ridden-by',
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
] as const
export type State = (typeof STATES)[number]

/** Who is meant without being named again. */
export const REFERENCES = ['selection', 'others', 'kind', 'both', 'first'] as const

/** A set of regions. */
export type Expression =
  /** "the suitcases", "vehicles"; `noun` is a singular lemma, "thing" stands for any object. */
  | { kind: 'things'; noun: string }
  /** "it", "them" (`selection`); "the other ones" (`others`); "the red one" after talk of cars (`kind`); "both", of the last two answers (`both`); the first answer (`first`). */
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

/** What may hold of a region. */
export type Condition =
  /** "red", "black and white"; `part`: "in the red shirt" (upper), "with dark trousers" (lower) */
  | { kind: 'colour'; colour: Colour; part?: BodyPart | undefined }
  /** "dark", "light-coloured" */
  | { kind: 'brightness'; brightness: 'dark' | 'light' }
  /** "big", "small", against the others of the set */
  | { kind: 'size'; size: 'large' | 'small' }
  /** "on the left" */
  | { kind: 'position'; position: Position }
  /** "on the table", "next to a person": some member of `to` stands in the relation */
  | { kind: 'relation'; relation: Relation; to: Expression }
  /** "which of those is a dog?" */
  | { kind: 'noun'; noun: string }
  /** "that can be removed" */
  | { kind: 'state'; state: State }
  /** "black and white", "bottom left" */
  | { kind: 'all'; conditions: Condition[] }
  /** "not red" */
  | { kind: 'not'; condition: Condition }

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('colour'),
      colour: z.enum(COLOURS),
      part: z.enum(BODY_PARTS).optional(),
    }),
    z.object({ kind: z.literal('brightness'), brightness: z.enum(['dark', 'light']) }),
    z.object({ kind: z.literal('size'), size: z.enum(['large', 'small']) }),
    z.object({ kind: z.literal('position'), position: z.enum(POSITIONS) }),
    z.object({ kind: z.literal('relation'), relation: z.enum(RELATIONS), to: Expression }),
    z.object({ kind: z.literal('noun'), noun: z.string().min(1).max(60) }),
    z.object({ kind: z.literal('state'), state: z.enum(STATES) }),
    z.object({ kind: z.literal('all'), conditions: z.array(Condition).min(1).max(20) }),
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
  ]),
)

/** One utterance. */
export const Program = z.discriminatedUnion('intent', [
  /** "the red cars" */
  z.object({ intent: z.literal('find'), target: Expression }),
  /** "how many dogs are there?" */
  z.object({ intent: z.literal('count'), target: Expression }),
  /** "is there a lion?" */
  z.object({ intent: z.literal('exists'), target: Expression }),
  /** "what do you see?" */
  z.object({ intent: z.literal('look') }),
  /** "why?" */
  z.object({ intent: z.literal('why') }),
  /** "go back", "undo" */
  z.object({ intent: z.literal('undo') }),
  /** "start over" */
  z.object({ intent: z.literal('reset') }),
  /** No reading was found. */
  z.object({ intent: z.literal('unclear') }),
])
export type Program = z.infer<typeof Program>

/** A program, and the words of the sentence that it could not account for. */
export interface Reading {
  program: Program
  ignored: string[]
}
