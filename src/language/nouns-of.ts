import type { BodyPart, Condition, Expression } from './query.js'

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
  switch (expression.kind) {
    case 'things':
      return [expression.noun]
    case 'filter':
      return [...nounsOf(expression.of), ...nounsIn(expression.by)]
    case 'pick':
    case 'definite':
      return nounsOf(expression.of)
    case 'difference':
      return [...nounsOf(expression.of), ...nounsOf(expression.without)]
    case 'most':
      return [...nounsOf(expression.of), ...nounsOf(expression.to)]
    case 'union':
      return expression.members.flatMap(nounsOf)
    default:
      return []
  }
}

function nounsIn(condition: Condition): string[] {
  switch (condition.kind) {
    case 'noun':
      return [condition.noun]
    case 'relation':
    case 'between':
      return nounsOf(condition.to)
    case 'not':
      return nounsIn(condition.condition)
    case 'all':
    case 'any':
      return condition.conditions.flatMap(nounsIn)
    default:
      return []
  }
}

/** Parts of people whose clothes an expression speaks of: "in the red shirt". */
export function partsOf(expression: Expression): BodyPart[] {
  switch (expression.kind) {
    case 'filter':
      return [...partsOf(expression.of), ...partsIn(expression.by)]
    case 'pick':
    case 'definite':
      return partsOf(expression.of)
    case 'difference':
      return [...partsOf(expression.of), ...partsOf(expression.without)]
    case 'most':
      return [...partsOf(expression.of), ...partsOf(expression.to)]
    case 'union':
      return expression.members.flatMap(partsOf)
    default:
      return []
  }
}

function partsIn(condition: Condition): BodyPart[] {
  switch (condition.kind) {
    case 'colour':
    case 'appearance':
      return condition.part ? [condition.part] : []
    case 'relation':
    case 'between':
      return partsOf(condition.to)
    case 'not':
      return partsIn(condition.condition)
    case 'all':
    case 'any':
      return condition.conditions.flatMap(partsIn)
    default:
      return []
  }
}
