import type { Cursor } from '../cursor.js'
import type { Condition, Expression, Order, Position, Program, Quantity, Relation } from '../query.js'

/** What the rules of the grammar share while they read one sentence. */
export interface Reader {
  readonly cursor: Cursor
  /** What "one" and "ones" stand for: the noun of this sentence, or what the conversation is about. */
  kind: Expression
  /** How many relations the phrase stands inside; a comma goes back to the outermost noun. */
  depth: number
  /** Whether the noun at hand is the subject of a verb that comes later: "what is *the boy* eating". */
  isSubject: boolean
  /** Reads a set of things, exceptions included: "every clock except the one at the top". */
  set(): Expression | undefined
  /** Reads what a relation leads to: "on *the table and the chair*". An exception after it is the sentence's own. */
  object(): Expression | undefined
}

/** What follows or precedes a noun, and how it changes the set. */
export type Modifier =
  | { kind: 'condition'; condition: Condition }
  /** "that is highest up": one member, from an end of an order */
  | { kind: 'order'; order: Order }
  /** "from the left": where an ordinal counts from */
  | { kind: 'from'; position: Position }
  /** "with the most cups" */
  | { kind: 'most'; relation: Relation; to: Expression; fewest: boolean }
  /** Understood, but it says nothing about which things are meant: "in the picture" */
  | { kind: 'nothing' }

export function condition(value: Condition): Modifier {
  return { kind: 'condition', condition: value }
}

export function relation(name: Relation, to: Expression, quantity?: Quantity): Modifier {
  return condition({ kind: 'relation', relation: name, to, ...(quantity && { quantity }) })
}

export function not(value: Condition): Condition {
  return { kind: 'not', condition: value }
}

export function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 1 ? (conditions[0] as Condition) : { kind: 'all', conditions: [...conditions] }
}

export function filter(of: Expression, by: Condition): Expression {
  return { kind: 'filter', of, by }
}

/** Any object. */
export const THINGS: Expression = { kind: 'things', noun: 'thing' }
/** "it", "them" */
export const SELECTION: Expression = { kind: 'reference', to: 'selection' }
/** "one", "ones" where the sentence names nothing itself */
export const KIND: Expression = { kind: 'reference', to: 'kind' }

export function find(target: Expression): Program {
  return { intent: 'find', target }
}
