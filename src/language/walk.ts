import type { Condition, Expression } from './query.js'

/** An expression with every expression and condition in it, from the outside in, in the order of the sentence. */
export function nodesOf(expression: Expression): (Expression | Condition)[] {
  const by = expression.kind === 'filter' ? nodesIn(expression.by) : []
  return [expression, ...innerExpressions(expression).flatMap(nodesOf), ...by]
}

function innerExpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'filter':
    case 'pick':
    case 'definite':
      return [expression.of]
    case 'difference':
      return [expression.of, expression.without]
    case 'most':
      return [expression.of, expression.to]
    case 'union':
      return expression.members
    default:
      return []
  }
}

function nodesIn(condition: Condition): (Expression | Condition)[] {
  switch (condition.kind) {
    case 'relation':
    case 'between':
      return [condition, ...nodesOf(condition.to)]
    case 'not':
      return [condition, ...nodesIn(condition.condition)]
    case 'all':
    case 'any':
      return [condition, ...condition.conditions.flatMap(nodesIn)]
    default:
      return [condition]
  }
}
