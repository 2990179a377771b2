import { boxCentre, clamp01 } from '../geometry.js'
import { listed } from '../language/lexicon/morphology.js'
import { naming, nounNames } from '../language/lexicon/nouns.js'
import { type UseName, useOf } from '../language/lexicon/uses.js'
import { clause, reason, relationTo } from '../language/print.js'
import type { Colour, Condition, Expression, Position, Relation, State } from '../language/query.js'
import type { Region } from '../mask/region.js'
import { brightness, nearness, placeInFrame } from '../scene/attributes.js'
import type { Scene } from '../scene/scene.js'
import type { Candidate, Verdict } from './candidate.js'
import { quantified, relate } from './relate.js'

/** A score from here on counts as "holds". */
export const HOLDS = 0.5
/** In a mixture of colours each needs this share of the region, and together they need twice the other. */
const MIXED_SHARE = 0.12
const COLOUR_SHARE = 0.25

/** What judging a relation needs from the executor: the other side's regions, or `undefined` where nobody can tell. */
export type Resolve = (expression: Expression, relation?: Relation) => Region[] | undefined

/**
 * The verdict of a condition on each candidate, in their order; candidates are judged against one another where the
 * words compare ("big", "on the left"). `undefined`: this condition can't be told from regions.
 */
export function judge(
  condition: Condition,
  candidates: readonly Candidate[],
  scene: Scene,
  resolve: Resolve,
): Verdict[] | undefined {
  const regions = candidates.map(({ region }) => region)
  switch (condition.kind) {
    case 'colour':
      return shaded(condition, regions, scene).map((score) => ({ score, reason: reason(condition) }))
    case 'detail':
      return regions.map((region) => {
        const share = shareOf(condition.colour, region, scene)
        return { score: clamp01((HOLDS * share) / MIXED_SHARE), reason: reason(condition) }
      })
    case 'brightness': {
      const values = regions.map(({ mask }) => brightness(scene.image, mask))
      const limit = values.length > 1 ? mean(values) : 0.45
      const sign = condition.brightness === 'dark' ? -1 : 1
      return values.map((value) => ({
        score: clamp01(HOLDS + sign * (value - limit) * 2),
        reason: condition.brightness,
      }))
    }
    case 'size':
      return sizes(regions, condition.size)
    case 'position':
      return positionScores(regions, condition.position, scene).map((score) => ({
        score,
        reason: clause(condition),
      }))
    case 'relation':
      return relations(condition, regions, scene, resolve)
    case 'between':
      return betweens(condition.to, regions, scene, resolve)
    case 'use':
      return uses(condition.use, regions).map((score) => ({ score, reason: reason(condition) }))
    case 'appearance':
      return regions.map((region) => ({
        score: shows(condition, region, scene),
        reason: reason(condition),
      }))
    case 'unseen':
      return undefined
    case 'noun':
      return regions.map(({ label }) => ({ score: nounNames(condition.noun, label) ? 1 : 0, reason: label }))
    case 'state':
      return regions.map((region) => stateVerdict(region, condition.state, scene))
    case 'all': {
      const colours = condition.conditions.filter((one) => one.kind === 'colour')
      if (colours.length === condition.conditions.length)
        return regions.map((region) => mixed(scene, region, colours))
      return together(condition.conditions.map((one) => judge(one, candidates, scene, resolve)))
    }
    case 'any':
      return either(condition.conditions.map((one) => judge(one, candidates, scene, resolve)))
    case 'not':
      return judge(condition.condition, candidates, scene, resolve)?.map(({ score }) => ({
        score: 1 - score,
        reason: clause(condition),
      }))
  }
}

/** Conditions that all have to hold: the weakest counts. */
function together(all: (Verdict[] | undefined)[]): Verdict[] | undefined {
  const judged = all.filter((verdicts) => verdicts !== undefined)
  const [first, ...rest] = judged
  return first?.map((verdict, i) => {
    const every = [verdict, ...rest.map((verdicts) => verdicts[i] as Verdict)]
    const least = Math.min(...every.map(({ score }) => score))
    return { score: least, reason: every.map(({ reason }) => reason).join(', ') }
  })
}

/** Conditions of which one has to hold: the strongest counts. */
function either(all: (Verdict[] | undefined)[]): Verdict[] | undefined {
  const judged = all.filter((verdicts) => verdicts !== undefined)
  const [first, ...rest] = judged
  return first?.map((verdict, i) =>
    [verdict, ...rest.map((verdicts) => verdicts[i] as Verdict)].reduce((best, one) =>
      one.score > best.score ? one : best,
    ),
  )
}

/** How well each goes by a colour; where several do, "dark red" are the darker ones of them. */
function shaded(
  { colour, part, shade }: Condition & { kind: 'colour' },
  regions: readonly Region[],
  scene: Scene,
): number[] {
  const scores = regions.map((region) => scene.colourScore(region, colour, part))
  const values = regions.map(({ mask }) => brightness(scene.image, mask))
  const coloured = values.filter((_, i) => scores[i]! >= HOLDS)
  if (shade === undefined || coloured.length < 2) return scores
  const typical = mean(coloured)
  return scores.map((score, i) => ((shade === 'dark') === values[i]! <= typical ? score : 0.4 * score))
}

function shareOf(colour: Colour, region: Region, scene: Scene): number {
  return scene.colours(region).find(({ name }) => name === colour)?.share ?? 0
}

/** "black and white": each colour has its part, and together they make up most of it; garments are judged one by one. */
function mixed(scene: Scene, region: Region, colours: readonly (Condition & { kind: 'colour' })[]): Verdict {
  const said = colours.map(reason).join(' and ')
  if (colours.some(({ part }) => part !== undefined)) {
    const scores = colours.map(({ colour, part }) => scene.colourScore(region, colour, part))
    return { score: Math.min(...scores), reason: said }
  }
  const shares = colours.map(({ colour }) => shareOf(colour, region, scene))
  const least = Math.min(...shares) / MIXED_SHARE
  const total = shares.reduce((sum, share) => sum + share, 0) / (2 * COLOUR_SHARE)
  return { score: clamp01(HOLDS * Math.min(least, total)), reason: said }
}

function sizes(regions: readonly Region[], size: 'large' | 'small'): Verdict[] {
  const areas = regions.map(({ mask }) => Math.log(1 + mask.area))
  const typical = areas.length > 1 ? (Math.max(...areas) + Math.min(...areas)) / 2 : (areas[0] ?? 0)
  const sign = size === 'large' ? 1 : -1
  return areas.map((area) => ({ score: clamp01(HOLDS + sign * 0.5 * (area - typical)), reason: size }))
}

const DEPTH: ReadonlySet<Position> = new Set(['front', 'back'])

/** The mean of two readings: this side of the frame, and this side of the others. */
function positionScores(regions: readonly Region[], position: Position, scene: Scene): number[] {
  const places = regions.map((region) => place(region, position, scene))
  const [low, high] = [Math.min(...places), Math.max(...places)]
  return places.map((own) => {
    if (high - low >= 0.02) return clamp01(0.5 * own + 0.5 * ((own - low) / (high - low)))
    // One thing alone: nearer or further than what? And "on the left" leaves room up to two thirds of the frame.
    return clamp01(DEPTH.has(position) ? Math.max(own, 0.6) : own + 0.17)
  })
}

/** 0 to 1, 1 at the side that is asked for. */
function place(region: Region, position: Position, { image }: Scene): number {
  switch (position) {
    case 'left':
      return 1 - placeInFrame(region, 'x', image)
    case 'right':
      return placeInFrame(region, 'x', image)
    case 'top':
      return 1 - placeInFrame(region, 'y', image)
    case 'bottom':
      return placeInFrame(region, 'y', image)
    case 'middle': {
      const { x, y } = boxCentre(region.box)
      return 1 - Math.hypot(x / image.width - 0.5, y / image.height - 0.5) / Math.SQRT1_2
    }
    case 'front':
      return nearness(region, image)
    case 'back':
      return 1 - nearness(region, image)
  }
}

function relations(
  { relation, to, quantity }: Condition & { kind: 'relation' },
  regions: readonly Region[],
  scene: Scene,
  resolve: Resolve,
): Verdict[] | undefined {
  const targets = resolve(to, relation)
  if (targets === undefined) return undefined
  if (relation === 'falls-with') return falling(regions, targets, scene)
  const verdicts = regions.map((region): Verdict => {
    const others = targets.filter(({ id }) => id !== region.id)
    const scores = others.map((other) => relate(relation, region, other, scene))
    const met = others.filter((_, i) => scores[i]! >= HOLDS)
    const shown = quantity === undefined ? [others[scores.indexOf(Math.max(...scores))]] : met
    const reasons = shown.filter((one) => one !== undefined).map(named)
    return {
      score: quantified(scores, quantity),
      reason: reasons.length > 0 ? relationTo(relation, listed(reasons)) : '',
    }
  })
  return relation === 'busy-with' ? nearest(verdicts, regions, targets, scene) : verdicts
}

/** Who does something with a thing is the nearest to it, or is next to it. */
function nearest(
  verdicts: Verdict[],
  regions: readonly Region[],
  targets: readonly Region[],
  scene: Scene,
): Verdict[] {
  const best = Math.max(...verdicts.map(({ score }) => score))
  return verdicts.map((verdict, i) => {
    const region = regions[i]!
    const isNear = targets.some(
      (target) => target !== region && scene.relation('next-to', region, target) >= HOLDS,
    )
    return verdict.score === best || isNear ? verdict : { ...verdict, score: 0 }
  })
}

/** "between": between any two of the others. */
function betweens(
  to: Expression,
  regions: readonly Region[],
  scene: Scene,
  resolve: Resolve,
): Verdict[] | undefined {
  const targets = resolve(to)
  if (targets === undefined) return undefined
  return regions.map((region) => {
    const others = targets.filter(({ id }) => id !== region.id)
    let best: Verdict = { score: 0, reason: '' }
    others.forEach((a, i) => {
      for (const b of others.slice(i + 1)) {
        const score = scene.between(region, a, b)
        if (score > best.score) best = { score, reason: `between ${named(a)} and ${named(b)}` }
      }
    })
    return best
  })
}

/** How well a thing shows a look; on a garment, of which folds and shadows leave little, it is never ruled out. */
function shows(condition: Condition & { kind: 'appearance' }, region: Region, scene: Scene): number {
  const score = appears(condition, region, scene)
  return condition.part && score < HOLDS ? 0.25 + 0.5 * score : score
}

/** How well a thing shows a stance, a shape or a pattern. */
function appears(
  { appearance, part }: Condition & { kind: 'appearance' },
  region: Region,
  scene: Scene,
): number {
  switch (appearance) {
    case 'checked':
      // Checks are spots to whoever looks at how the colours alternate.
      return scene.attribute('spotted', region, part)
    case 'patterned':
      return 1 - scene.attribute('plain', region, part)
    case 'multicoloured': {
      const present = scene.colours(region, part).filter(({ share }) => share >= MIXED_SHARE)
      return present.length >= 3 ? 1 : 0.3
    }
    case 'square':
      return scene.attribute('round', region, part) >= HOLDS ? 0 : squareness(region)
    default:
      return scene.attribute(appearance, region, part)
  }
}

/** How much of its box a thing fills, where that is about as wide as high. */
function squareness({ box, mask }: Region): number {
  const aspect = Math.min(box.width, box.height) / Math.max(box.width, box.height, 1)
  return aspect < 0.7 ? 0.2 : mask.area / Math.max(1, box.width * box.height)
}

/** What serves a use: those that serve it best of what there is. */
function uses(use: UseName, regions: readonly Region[]): number[] {
  const tiers = useOf(use)
    .serves.split(' > ')
    .map((tier) => tier.split(', '))
  const ranks = regions.map(({ label }) =>
    tiers.findIndex((nouns) => nouns.some((noun) => naming(noun, label) === 'is')),
  )
  const best = Math.min(...ranks.filter((rank) => rank >= 0))
  return ranks.map((rank) => (rank < 0 ? 0 : rank === best ? 1 : 0.4))
}

function falling(regions: readonly Region[], removed: readonly Region[], scene: Scene): Verdict[] {
  const fallen = fallenWith(removed, scene)
  return regions.map((region) => {
    const supporter = scene.regions.find(({ id }) => scene.support.supportersOf(region.id).has(id))
    return {
      score: fallen.has(region.id) && !standsByItself(region) ? 1 : 0,
      reason: supporter ? `rests on ${named(supporter)}` : '',
    }
  })
}

/** Ids of all that comes down with the removed ones. Where no edges meet, as in many photos, what lies over them. */
function fallenWith(removed: readonly Region[], scene: Scene): ReadonlySet<string> {
  const fallen = scene.support.fallenWith(new Set(removed.map(({ id }) => id)))
  if (fallen.size > 0) return fallen
  const over = scene.regions.filter((region) =>
    removed.some((base) => base !== region && scene.relation('on', region, base) >= HOLDS),
  )
  return new Set(over.map(({ id }) => id))
}

/** What stands on the floor, or is part of the room, stays where it is. */
const STANDING = 'chair, couch, bed, dining table, bench, toilet, sink, oven, refrigerator'.split(', ')
const BACKDROP =
  /^(wall|floor|ceiling|door|window|sky|ground|road|grass|building|tree|table-merged|counter)\b/

function standsByItself({ label }: Region): boolean {
  return STANDING.includes(label) || BACKDROP.test(label)
}

function stateVerdict(region: Region, state: State, scene: Scene): Verdict {
  const holds = (is: boolean, reason: string) => ({ score: is ? 1 : 0, reason })
  const loads = scene.regions.filter(({ id }) => scene.support.loadsOf(region.id).has(id))
  switch (state) {
    case 'removable':
    case 'clear-on-top':
      return holds(loads.length === 0, 'nothing rests on it')
    case 'supporting':
      return holds(loads.length > 0, `holds up ${loads.map(named).join(', ')}`)
    case 'on-the-ground':
      return holds(scene.support.supportersOf(region.id).size === 0, 'rests on nothing else')
    case 'occluded': {
      const occluder = scene.occluderOf(region)
      // Hidden by something that has no outline here: that can't be ruled out.
      if (occluder === undefined)
        return { score: scene.isCutByFrame(region) ? 0.45 : 0.3, reason: 'partly hidden' }
      return holds(true, `partly hidden by ${named(occluder)}`)
    }
    case 'cut-off':
      return holds(scene.isCutByFrame(region), 'cut off by the frame')
    case 'in-a-row':
    case 'in-a-stack':
      return { score: scene.attribute(state, region), reason: state.replaceAll('-', ' ') }
    case 'complete':
      return holds(!scene.isCutByFrame(region) && !scene.occluderOf(region), 'in full view')
  }
}

/** "the dog (r2)" */
function named({ id, label }: Region): string {
  return `the ${label} (${id})`
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
