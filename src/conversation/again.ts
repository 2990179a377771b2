import type { Condition, Expression, Program, Relation } from '../language/query.js'

const POSSESSION: ReadonlySet<Relation> = new Set(['has', 'held-by', 'holding', 'wearing', 'worn-by'])

/**
 * What "and on the left?", "no, the blue one" or "what about the dogs?" may mean after `previous`, likeliest reading
 * first: the request before with `but` in place of what it says of the same sort; `but` among what that request was
 * asked of; `but` alone. What "them" meant then is `former` by now.
 */
export function restated(
  previous: Program | undefined,
  but: Expression,
  former: 'selection' | 'previous',
): Program[] {
  const asked = previous && 'target' in previous ? previous : undefined
  const ask = (target: Expression): Program => (asked ? { ...asked, target } : { intent: 'find', target })
  if (!asked || !isElliptic(but)) return [ask(but)]
  const base = setOf(asked.target)
  const then: Expression = isTalk(base) ? { kind: 'reference', to: former } : base
  const kept = conditionsOf(asked.target).filter(
    (condition) => !sorts(conditionsOf(but)).has(sortOf(condition)),
  )
  const narrowed = kept.reduce<Expression>((of, by) => ({ kind: 'filter', of, by }), then)
  return [ask(onto(but, narrowed)), ask(onto(but, then)), ask(but)]
}

/** "the blue one", "on the left": it names nothing itself. */
function isElliptic(expression: Expression): boolean {
  const base = setOf(expression)
  return base.kind === 'reference' && base.to === 'kind'
}

function isTalk(base: Expression): boolean {
  return base.kind === 'reference' && base.to === 'selection'
}

/** What an expression selects from: "the red cars on the left" from the cars. */
function setOf(expression: Expression): Expression {
  switch (expression.kind) {
    case 'filter':
    case 'pick':
    case 'definite':
    case 'most':
    case 'difference':
      return setOf(expression.of)
    default:
      return expression
  }
}

/** Innermost first. */
function conditionsOf(expression: Expression): Condition[] {
  switch (expression.kind) {
    case 'filter':
      return [...conditionsOf(expression.of), ...parts(expression.by)]
    case 'pick':
    case 'definite':
    case 'most':
    case 'difference':
      return conditionsOf(expression.of)
    default:
      return []
  }
}

function parts(condition: Condition): Condition[] {
  return condition.kind === 'all' ? condition.conditions : [condition]
}

function sorts(conditions: readonly Condition[]): Set<string> {
  return new Set(conditions.map(sortOf))
}

/** Conditions of one sort take each other's place: "red" that of "blue", "on the left" that of "under the table". */
function sortOf(condition: Condition): string {
  switch (condition.kind) {
    case 'not':
      return sortOf(condition.condition)
    case 'position':
    case 'between':
      return 'place'
    case 'relation':
      return POSSESSION.has(condition.relation) ? 'possession' : 'place'
    case 'brightness':
      return 'colour'
    default:
      return condition.kind
  }
}

/** `but` with what it selects from replaced by `base`. */
function onto(but: Expression, base: Expression): Expression {
  switch (but.kind) {
    case 'filter':
    case 'pick':
    case 'definite':
    case 'most':
    case 'difference':
      return { ...but, of: onto(but.of, base) }
    default:
      return base
  }
}
