import type { Condition, Expression } from './query.js'
import { nodesOf } from './walk.js'

/** What an expression says that outlines do not show: "with a beard", "talking to". */
export function unseenIn(expression: Expression): string[] {
  return nodesOf(expression).flatMap((node) => {
    if (node.kind === 'unseen') return [node.words]
    return node.kind === 'relation' && node.relation === 'busy-with' ? ['who does what'] : []
  })
}

/** The expression without the conditions that say nothing of what was found: what outlines do not show, and what `isLeftOut`. */
export function seenPart(expression: Expression, isLeftOut: (condition: Condition) => boolean): Expression {
  const seen = (one: Expression) => seenPart(one, isLeftOut)
  switch (expression.kind) {
    case 'filter': {
      const of = seen(expression.of)
      const by = seenCondition(expression.by, isLeftOut)
      return by ? { ...expression, of, by } : of
    }
    case 'pick':
    case 'definite':
    case 'most':
      return { ...expression, of: seen(expression.of) }
    case 'difference':
      return { ...expression, of: seen(expression.of), without: seen(expression.without) }
    case 'union':
      return { ...expression, members: expression.members.map(seen) }
    default:
      return expression
  }
}

function seenCondition(
  condition: Condition,
  isLeftOut: (condition: Condition) => boolean,
): Condition | undefined {
  if (condition.kind === 'unseen' || isLeftOut(condition)) return undefined
  if (condition.kind !== 'all') return condition
  const conditions = condition.conditions.flatMap((one) => seenCondition(one, isLeftOut) ?? [])
  return conditions.length > 0 ? { ...condition, conditions } : undefined
}
