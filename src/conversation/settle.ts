import { naming, thingsNamed } from '../language/lexicon/nouns.js'
import type { Condition, Expression } from '../language/query.js'
import { findingsOf, fruitful, regionsOf, type State } from './state.js'

/**
 * What an expression means at this point of the conversation, where the words alone mislead: what is added to nothing
 * is all there is, "the other laptop" is one that was not picked when laptops were last, and "her hair" is that of somebody.
 */
export function settled(expression: Expression, state: State, imageId: string): Expression {
  const turns = fruitful(state, imageId)
  const { regions } = findingsOf(state, imageId)
  return settle(expression)

  function settle(node: Expression): Expression {
    switch (node.kind) {
      case 'filter':
        return isOthers(node.of) && node.by.kind === 'noun'
          ? otherThings(node.by.noun, node)
          : { ...node, of: settle(node.of), by: owned(node.by) }
      case 'pick':
      case 'definite':
      case 'most':
        return { ...node, of: settle(node.of) }
      case 'difference':
        return { ...node, of: settle(node.of), without: settle(node.without) }
      case 'union': {
        const members = turns.length > 0 ? node.members : node.members.filter((one) => !isSelection(one))
        const [only, ...more] = members.map(settle)
        return only && more.length === 0 ? only : { ...node, members: members.map(settle) }
      }
      default:
        return node
    }
  }

  function owned(by: Condition): Condition {
    if (by.kind !== 'relation' || by.relation !== 'belongs-to') return by
    return { ...by, to: owner(by.to) }
  }

  /** Whose "her" and "their" say it is: of those who were picked last; where none were, anybody's. */
  function owner(to: Expression): Expression {
    const isPerson = to.kind === 'filter' && isSelection(to.of)
    if (!isPerson) return isSelection(to) && turns.length === 0 ? ANYBODY : to
    const living = regionsOf(turns.at(-1), regions).filter(({ label }) => isLiving(label))
    return living.length === 0 ? ANYBODY : either(living)
  }

  function otherThings(noun: string, otherwise: Expression): Expression {
    const picked = turns.map((turn) => thingsNamed(noun, regionsOf(turn, regions)))
    const last = picked.findLast((ones) => ones.length > 0) ?? []
    // Many at once were no choice: the others are those of the last answer then.
    if (last.length === 0 || last.length === thingsNamed(noun, regions).length) return otherwise
    return { kind: 'difference', of: { kind: 'things', noun }, without: either(last) }
  }
}

const ANYBODY: Expression = { kind: 'things', noun: 'person' }

/** True for a condition that says no more than that a thing is somebody's: it is not worth repeating. */
export function isAnybodys(condition: Condition): boolean {
  return condition.kind === 'relation' && condition.relation === 'belongs-to' && condition.to === ANYBODY
}

function isLiving(label: string): boolean {
  return ['person', 'animal'].some((noun) => naming(noun, label) === 'is')
}

function either(regions: readonly { id: string }[]): Expression {
  const members = regions.map(({ id }): Expression => ({ kind: 'region', id }))
  return members.length === 1 ? (members[0] as Expression) : { kind: 'union', members }
}

function isOthers(node: Expression): boolean {
  return node.kind === 'reference' && node.to === 'others'
}

function isSelection(node: Expression): boolean {
  return node.kind === 'reference' && node.to === 'selection'
}
