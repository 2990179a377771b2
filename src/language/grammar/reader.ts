import type { Cursor } from '../cursor.js'
import type { Condition, Expression, Order, Position, Program, Relation } from '../query.js'

/** What the rules of the grammar share while they read one sentence. */
export interface Reader {
  readonly cursor: Cursor
  /** What "one" and "ones" stand for: the noun of this sentence, or what the conversation is about. */
  kind: Expression
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
  /** Understood, but nothing that a picture's regions can tell: "in the striped shirt" */
  | { kind: 'nothing' }

export function condition(value: Condition): Modifier {
  return { kind: 'condition', condition: value }
}

export function relation(name: Relation, to: Expression): Modifier {
  return condition({ kind: 'relation', relation: name, to })
}

export function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 1 ? (conditions[0] as Condition) : { kind: 'all', conditions: [...conditions] }
}

/** "it", "them" */
export const SELECTION: Expression = { kind: 'reference', to: 'selection' }
/** "one", "ones" where the sentence names nothing itself */
export const KIND: Expression = { kind: 'reference', to: 'kind' }

export function find(target: Expression): Program {
  return { intent: 'find', target }
}
