import { describe, reason } from '../language/print.js'
import type { Condition, Expression } from '../language/query.js'
import type { Region } from '../mask/region.js'
import { execute, type Referents } from '../reasoning/execute.js'
import type { Scene } from '../scene/scene.js'

/** What keeps `region` from being among `asked`: "it is not red". */
export function whyNot(asked: Expression, region: Region, scene: Scene, referents: Referents): string {
  const pickedBy = (expression: Expression) => execute(expression, scene, referents).candidates
  const fits = (expression: Expression) => pickedBy(expression).some((one) => one.region.id === region.id)
  return failing(asked) ?? 'it fits'

  /** `undefined` where it fits. */
  function failing(node: Expression): string | undefined {
    if (fits(node)) return undefined
    switch (node.kind) {
      case 'things':
        return `it is no ${node.noun}`
      case 'reference':
      case 'region':
        return 'it is none of those that were asked about'
      case 'filter':
        return failing(node.of) ?? `not ${clauses(node.of, node.by).map(reason).join(', ')}`
      case 'definite':
        return failing(node.of) ?? `${ids(pickedBy(node))} ${node.count === 1 ? 'fits' : 'fit'} better`
      case 'pick':
      case 'most': {
        const said = describe({ ...node, of: { kind: 'things', noun: 'one' } }, 1)
        return failing(node.of) ?? `not the ${said}: that is ${ids(pickedBy(node))}`
      }
      case 'difference':
        return failing(node.of) ?? 'it was to be left out'
      case 'union':
        return failing(node.members[0]!)
    }
  }

  /** Those of several conditions that do not hold. */
  function clauses(of: Expression, by: Condition): Condition[] {
    if (by.kind !== 'all') return [by]
    const failed = by.conditions.filter((one) => !fits({ kind: 'filter', of, by: one }))
    return failed.length > 0 ? failed : [by]
  }
}

function ids(candidates: readonly { region: Region }[]): string {
  return candidates.map(({ region }) => region.id).join(', ') || 'none'
}
