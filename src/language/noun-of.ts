import type { Expression } from './query.js'

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
