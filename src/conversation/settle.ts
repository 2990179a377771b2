import { thingsNamed } from '../language/lexicon/nouns.js'
import type { Expression } from '../language/query.js'
import { findingsOf, fruitful, regionsOf, type State } from './state.js'

/**
 * What an expression means at this point of the conversation, where the words alone mislead: what is added to nothing
 * is all there is, and "the other laptop" is one that was not picked when laptops were last.
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
          : { ...node, of: settle(node.of) }
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

  function otherThings(noun: string, otherwise: Expression): Expression {
    const picked = turns.map((turn) => thingsNamed(noun, regionsOf(turn, regions)))
    const last = picked.findLast((ones) => ones.length > 0) ?? []
    // Many at once were no choice: the others are those of the last answer then.
    if (last.length === 0 || last.length === thingsNamed(noun, regions).length) return otherwise
    const without = last.map(({ id }): Expression => ({ kind: 'region', id }))
    return { kind: 'difference', of: { kind: 'things', noun }, without: { kind: 'union', members: without } }
  }
}

function isOthers(node: Expression): boolean {
  return node.kind === 'reference' && node.to === 'others'
}

function isSelection(node: Expression): boolean {
  return node.kind === 'reference' && node.to === 'selection'
}
