import { boxArea } from '../geometry.js'
import { isKnownNoun, saysLess, thingsNamed } from '../language/lexicon/nouns.js'
import { nounOf } from '../language/nouns-of.js'
import { describe } from '../language/print.js'
import type { Condition, Expression, REFERENCES } from '../language/query.js'
import type { Region } from '../mask/region.js'
import type { Scene } from '../scene/scene.js'
import type { Candidate } from './candidate.js'
import { HOLDS, judge } from './judge.js'
import { sortBy } from './order.js'

/** What a conversation lends the executor: what its pronouns stand for. */
export interface Referents {
  resolve(reference: (typeof REFERENCES)[number]): readonly Region[]
}

/** What came of a program: who fits, and what the person should know about how it was read. */
export interface Outcome {
  readonly candidates: readonly Candidate[]
  readonly notes: readonly string[]
  /** A noun that neither the lexicon nor any label of the scene has. */
  readonly unknown?: string | undefined
}

/** Runs an expression on a scene. Never throws on a valid program: nothing fits, or it says what it could not tell. */
export function execute(expression: Expression, scene: Scene, referents: Referents): Outcome {
  const notes = new Set<string>()
  let unknown: string | undefined
  const candidates = evaluate(expression)
  return { candidates, notes: [...notes], unknown }

  function evaluate(node: Expression): Candidate[] {
    switch (node.kind) {
      case 'things':
        return things(node.noun)
      case 'reference':
        return referents.resolve(node.to).map((region) => candidate(region))
      case 'region':
        return scene.regions.filter(({ id }) => id === node.id).map((region) => candidate(region))
      case 'filter':
        return filter(evaluate(node.of), node.by)
      case 'pick': {
        const of = evaluate(node.of)
        const sorted = sortBy(
          node.order,
          of.map(({ region }) => region),
          scene,
        )
        const picked = sorted.slice(node.rank - 1, node.rank - 1 + node.count)
        if (picked.length === 0 && of.length > 0)
          notes.add(`There ${are(of.length, describe(node.of, of.length))}.`)
        const reason = describe({ ...node, of: { kind: 'things', noun: 'one' } }, node.count)
        return picked.map((region) => because(of.find((one) => one.region === region)!, 1, `the ${reason}`))
      }
      case 'definite':
        return definite(node)
      case 'union': {
        const all = node.members.flatMap(evaluate)
        return all.filter((one, i) => all.findIndex(({ region }) => region === one.region) === i)
      }
      case 'difference': {
        const without = new Set(evaluate(node.without).map(({ region }) => region))
        if (without.size === 0) notes.add(`I found no ${describe(node.without, 1)} to leave out.`)
        return evaluate(node.of).filter(({ region }) => !without.has(region))
      }
    }
  }

  function things(noun: string): Candidate[] {
    const found = thingsNamed(noun, scene.regions)
    if (found.some(({ label }) => saysLess(label, noun))) {
      notes.add(`I see people, but can't tell who is a ${noun}.`)
    }
    if (found.length === 0 && !isKnownNoun(noun)) unknown = noun
    return found.map((region) => candidate(region))
  }

  function filter(of: Candidate[], condition: Condition): Candidate[] {
    if (of.length === 0) return of
    const verdicts = judge(condition, of, scene, targets)
    if (verdicts === undefined) return of
    return of
      .map((one, i) => because(one, verdicts[i]!.score, verdicts[i]!.reason))
      .filter((_, i) => verdicts[i]!.score >= HOLDS)
  }

  /** The other side of a relation; `undefined` where its noun is one that nobody here can recognise. */
  function targets(node: Expression): Region[] | undefined {
    const noun = nounOf(node)
    if (noun !== undefined && !isKnownNoun(noun) && thingsNamed(noun, scene.regions).length === 0) {
      notes.add(`I can't recognise ${quoted(noun)}, so I left that out.`)
      return undefined
    }
    return evaluate(node).map(({ region }) => region)
  }

  /** "the dog", "the two cars": that many are meant. The best fitting are taken, and the choice is owned to. */
  function definite(node: Expression & { kind: 'definite' }): Candidate[] {
    const of = evaluate(node.of)
    if (of.length > node.count) {
      const many = describe(node.of, of.length)
      const taken = node.count === 1 ? 'the one' : `the ${node.count}`
      notes.add(`${of.length} ${many} fit; I took ${taken} that fit${node.count === 1 ? 's' : ''} best.`)
    } else if (of.length > 0 && of.length < node.count) {
      notes.add(`I see only ${of.length} of them.`)
    }
    return [...of].sort((a, b) => standing(b) - standing(a)).slice(0, node.count)
  }

  /** How much a candidate stands out: its fit first, then its size and the engine's confidence. */
  function standing({ region, score }: Candidate): number {
    const { width, height } = scene.image
    return score + 0.25 * Math.sqrt(boxArea(region.box) / (width * height)) + 0.25 * region.score
  }
}

function candidate(region: Region): Candidate {
  return { region, score: 1, reasons: [] }
}

function because({ region, score, reasons }: Candidate, factor: number, reason: string): Candidate {
  return { region, score: score * factor, reasons: reason ? [...reasons, reason] : reasons }
}

function are(count: number, things: string): string {
  return count === 1 ? `is only one ${things}` : `are only ${count} ${things}`
}

/** A word of the user's, made safe to repeat: letters, digits and spaces alone, and short. */
export function quoted(word: string): string {
  return `“${word.replace(/[^\p{L}\p{N} '-]/gu, '').slice(0, 40)}”`
}
