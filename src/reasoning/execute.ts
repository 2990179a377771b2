import { boxArea } from '../geometry.js'
import { listed, plural, withArticle } from '../language/lexicon/morphology.js'
import { naming, THING } from '../language/lexicon/nouns.js'
import { nounOf } from '../language/nouns-of.js'
import { describe, reason } from '../language/print.js'
import type { Condition, Expression, REFERENCES, Relation } from '../language/query.js'
import type { Region } from '../mask/region.js'
import type { Scene } from '../scene/scene.js'
import type { Candidate } from './candidate.js'
import { HOLDS, judge } from './judge.js'
import { sortBy } from './order.js'
import { acquaintanceIn, regionsNamed } from './recognise.js'
import { relate } from './relate.js'

/** What "the red one" must at least be, where nothing is clearly red. */
const LENIENT = 0.25
/** Relations that hold between few things, so that they single out what "the table" means. */
const TELLING: ReadonlySet<Relation> = new Set([
  'on',
  'under',
  'supports',
  'inside',
  'contains',
  'has',
  'belongs-to',
  'holding',
  'held-by',
  'wearing',
  'worn-by',
  'riding',
  'ridden-by',
  'touching',
  'hidden-by',
  'hides',
] satisfies Relation[])

/** What a conversation lends the executor: what its pronouns stand for. */
export interface Referents {
  resolve(reference: (typeof REFERENCES)[number]): readonly Region[]
}

/** What came of a program: who fits, and what the person should know about how it was read. */
export interface Outcome {
  readonly candidates: readonly Candidate[]
  readonly notes: readonly string[]
  /** A noun that nothing in the scene goes by and no engine names, and whether it is at least a word. */
  readonly unnamed?: { readonly noun: string; readonly known: boolean } | undefined
  /** Nouns that relations lead to and that nobody can recognise: what was said of them was left out. */
  readonly unrecognised: readonly string[]
}

/** Runs an expression on a scene. Never throws on a valid program: nothing fits, or it says what it could not tell. */
export function execute(expression: Expression, scene: Scene, referents: Referents): Outcome {
  const notes = new Set<string>()
  /** From which score on a condition counts as met. */
  let limit = HOLDS
  let unnamed: Outcome['unnamed']
  const unrecognised = new Set<string>()
  const candidates = evaluate(expression)
  return { candidates, notes: [...notes], unnamed, unrecognised: [...unrecognised] }

  function evaluate(node: Expression): Candidate[] {
    switch (node.kind) {
      case 'things':
        return things(node.noun)
      case 'reference':
        return referents.resolve(node.to).map((region) => candidate(region))
      case 'region':
        return scene.regions.filter(({ id }) => id === node.id).map((region) => candidate(region))
      case 'filter':
        return filter(evaluate(node.of), node.by, node.of)
      case 'pick': {
        const of = loosely(node.of, 1)
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
      case 'most':
        return most(node)
      case 'difference': {
        const without = new Set(evaluate(node.without).map(({ region }) => region))
        if (without.size === 0) notes.add(`I found no ${describe(node.without, 1)} to leave out.`)
        return evaluate(node.of).filter(({ region }) => !without.has(region))
      }
    }
  }

  function things(noun: string): Candidate[] {
    const found = regionsNamed(noun, scene)
    const vague = [...new Set(found.map(({ label }) => label))].filter(
      (label) => naming(noun, label) === 'may be',
    )
    if (vague.length > 0) notes.add(cannotTell(vague, noun))
    if (found.length === 0 && acquaintanceIn(scene, noun) !== 'visible') {
      unnamed = { noun, known: acquaintanceIn(scene, noun) === 'known' }
    }
    return found.map((region) => candidate(region))
  }

  function filter(of: Candidate[], condition: Condition, node: Expression): Candidate[] {
    if (of.length === 0) return of
    if (condition.kind === 'relation' && condition.relation === 'busy-with')
      notes.add('Outlines do not show who does what, so I went by who is nearest.')
    const verdicts = judge(condition, of, scene, targets)
    if (verdicts === undefined) {
      if (!saysWhatItSees(condition))
        notes.add(`I can't tell ${quoted(reason(condition))} from outlines, so I left that out.`)
      // Of "what is jumping" nothing is left to go by.
      return nounOf(node) === THING && isBare(node) ? [] : of
    }
    return of
      .map((one, i) => because(one, verdicts[i]!.score, verdicts[i]!.reason))
      .filter((_, i) => verdicts[i]!.score >= limit)
  }

  /** The other side of a relation; `undefined` where its noun is one that nobody here can recognise. */
  function targets(node: Expression, relation?: Relation): Region[] | undefined {
    const noun = nounOf(node)
    if (
      noun !== undefined &&
      acquaintanceIn(scene, noun) !== 'visible' &&
      regionsNamed(noun, scene).length === 0
    ) {
      notes.add(`I can't recognise ${quoted(noun)}, so I left that out.`)
      unrecognised.add(noun)
      return undefined
    }
    // "The dog on the sofa" is on one of the sofas: which one is meant, the relation itself tells.
    const tells = relation !== undefined && TELLING.has(relation) && noun !== undefined
    const meant = node.kind === 'definite' && tells ? node.of : node
    return evaluate(meant).map(({ region }) => region)
  }

  /** "the table with the most cups": by how many stand in the relation, then by how clearly. */
  function most({ of, relation, to, fewest }: Expression & { kind: 'most' }): Candidate[] {
    const all = evaluate(of)
    const others = targets(to)
    if (others === undefined || relation === 'falls-with') return all
    const counts = all.map(({ region }) => {
      const scores = others
        .filter((other) => other !== region)
        .map((other) => relate(relation, region, other, scene))
      return scores.filter((score) => score >= HOLDS).length
    })
    const wanted = fewest ? Math.min(...counts) : Math.max(...counts)
    if (!fewest && wanted === 0) return []
    return all.flatMap((one, i) => (counts[i] === wanted ? [because(one, 1, `with ${wanted} of them`)] : []))
  }

  /** "the dog", "the two cars": that many are meant. The best fitting are taken, and the choice is owned to. */
  function definite(node: Expression & { kind: 'definite' }): Candidate[] {
    const of = loosely(node.of, node.count)
    if (of.length > node.count) {
      const many = describe(node.of, of.length)
      const taken = node.count === 1 ? 'the one' : `the ${node.count}`
      notes.add(`${of.length} ${many} fit; I took ${taken} that fit${node.count === 1 ? 's' : ''} best.`)
    } else if (of.length > 0 && of.length < node.count) {
      notes.add(`I see only ${of.length} of them.`)
    }
    return [...of].sort((a, b) => standing(b) - standing(a)).slice(0, node.count)
  }

  /** All that fit; where a person speaks of more of them than do, those that nearly fit as well. */
  function loosely(of: Expression, count: number): Candidate[] {
    const strict = evaluate(of)
    if (strict.length >= count || limit < HOLDS) return strict
    limit = LENIENT
    const loose = evaluate(of)
    limit = HOLDS
    if (loose.length <= strict.length) return strict
    const best = [...loose].sort((a, b) => b.score - a.score).slice(0, count)
    if (best.length > strict.length)
      notes.add(`${strict.length === 0 ? 'Nothing' : 'Not enough'} fits clearly; I took what comes closest.`)
    return best
  }

  /** How much a candidate stands out: its fit first, then its size and the engine's confidence. */
  function standing({ region, score }: Candidate): number {
    const { width, height } = scene.image
    return score + 0.25 * Math.sqrt(boxArea(region.box) / (width * height)) + 0.25 * region.score
  }
}

/** A relation to what nobody can recognise was already owned to. */
function saysWhatItSees(condition: Condition): boolean {
  return condition.kind === 'relation' || condition.kind === 'between'
}

function isBare(node: Expression): boolean {
  return node.kind === 'things' || (node.kind === 'definite' && isBare(node.of))
}

/** "I see dogs, but can't tell which of them are collies." */
function cannotTell(labels: readonly string[], noun: string): string {
  const people = labels.length === 1 && labels[0] === 'person'
  const seen = listed(labels.map((label) => plural(label)))
  return people
    ? `I see people, but can't tell who is ${withArticle(noun)}.`
    : `I see ${seen}, but can't tell which of them is ${withArticle(noun)}.`
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
