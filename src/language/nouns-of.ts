import type { BodyPart, Expression } from './query.js'
import { nodesOf } from './walk.js'

/** The noun that an expression is about, for "the red one" in the next turn. */
export function nounOf(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'things':
      return expression.noun
    case 'filter':
      return expression.by.kind === 'noun' ? expression.by.noun : nounOf(expression.of)
    case 'pick':
    case 'definite':
    case 'difference':
      return nounOf(expression.of)
    case 'union':
      return expression.members.map(nounOf).find((noun) => noun !== undefined)
    default:
      return undefined
  }
}

/** Every noun of an expression, those of its relations too. */
export function nounsOf(expression: Expression): string[] {
  return nodesOf(expression).flatMap((node) =>
    node.kind === 'things' || node.kind === 'noun' ? [node.noun] : [],
  )
}

/** Parts of people whose clothes an expression speaks of: "in the red shirt". */
export function partsOf(expression: Expression): BodyPart[] {
  return nodesOf(expression).flatMap((node) =>
    (node.kind === 'colour' || node.kind === 'appearance') && node.part ? [node.part] : [],
  )
}
