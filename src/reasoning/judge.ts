import { boxCentre, clamp01 } from '../geometry.js'
import { nounNames } from '../language/lexicon/nouns.js'
import { clause, relationTo } from '../language/print.js'
import type { Colour, Condition, Expression, Position, Relation, State } from '../language/query.js'
import type { Region } from '../mask/region.js'
import { brightness, nearness, placeInFrame } from '../scene/attributes.js'
import type { Scene } from '../scene/scene.js'
import type { Candidate, Verdict } from './candidate.js'

/** A score from here on counts as "holds". */
export const HOLDS = 0.5
/** A region is called by a colour that covers this share of it ... */
const COLOUR_SHARE = 0.3
/** People are called by a bright garment even where it is small; black, white and brown are in everyone's hair and skin. */
const GARMENT_SHARE = 0.18
const BRIGHT: ReadonlySet<Colour> = new Set(['red', 'yellow', 'green', 'blue', 'purple', 'pink'])
/** In a mixture of colours each needs this share. */
const MIXED_SHARE = 0.12
/**
 * ... where shading counts in part: a red coat has brown folds, a cat called orange is mostly light brown. It goes one
 * way: nobody calls bright orange brown.
 */
const SHADES: Readonly<Partial<Record<Colour, Partial<Record<Colour, number>>>>> = {
  orange: { brown: 0.5 },
  brown: { beige: 0.4 },
  beige: { brown: 0.4, yellow: 0.4, white: 0.3 },
  red: { brown: 0.3 },
  yellow: { beige: 0.4, orange: 0.3 },
  purple: { pink: 0.4 },
}

/** What judging a relation needs from the executor: the other side's regions, or `undefined` where nobody can tell. */
export type Resolve = (expression: Expression) => Region[] | undefined

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
      return regions.map((region) => {
        const limit = BRIGHT.has(condition.colour) && isPerson(region) ? GARMENT_SHARE : COLOUR_SHARE
        const share = colourShare(scene, region, condition)
        return { score: Math.min(1, (HOLDS * share) / limit), reason: clauseOrColour(condition) }
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
      return relations(condition.relation, condition.to, regions, scene, resolve)
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

/** "black and white": each colour has its part, and together they make up most of it. */
function mixed(scene: Scene, region: Region, colours: readonly (Condition & { kind: 'colour' })[]): Verdict {
  const shares = colours.map((colour) => colourShare(scene, region, colour))
  // Garments lie apart, so each is judged where it is worn.
  const apart = colours.some(({ part }) => part !== undefined)
  const least = Math.min(...shares) / (apart ? COLOUR_SHARE : MIXED_SHARE)
  const total = apart ? 1 : shares.reduce((sum, share) => sum + share, 0) / (2 * COLOUR_SHARE)
  const reason = apart
    ? colours.map(clauseOrColour).join(', ')
    : colours.map(({ colour }) => colour).join(' and ')
  return { score: clamp01(HOLDS * Math.min(least, total)), reason }
}

function clauseOrColour(condition: Condition & { kind: 'colour' }): string {
  return condition.part ? clause(condition) : condition.colour
}

function colourShare(scene: Scene, region: Region, { colour, part }: Condition & { kind: 'colour' }): number {
  const counts: Partial<Record<string, number>> = { ...SHADES[colour], [colour]: 1 }
  return scene.colours(region, part).reduce((sum, { name, share }) => sum + share * (counts[name] ?? 0), 0)
}

function isPerson({ label }: Region): boolean {
  return nounNames('person', label)
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
  relation: Relation,
  to: Expression,
  regions: readonly Region[],
  scene: Scene,
  resolve: Resolve,
): Verdict[] | undefined {
  const targets = resolve(to)
  if (targets === undefined) return undefined
  if (relation === 'falls-with') return falling(regions, targets, scene)
  return regions.map((region) => {
    let best: Verdict = { score: 0, reason: '' }
    for (const target of targets) {
      if (target.id === region.id) continue
      const score = scene.relation(relation, region, target)
      if (score > best.score) best = { score, reason: relationTo(relation, named(target)) }
    }
    return best
  })
}

function falling(regions: readonly Region[], removed: readonly Region[], scene: Scene): Verdict[] {
  const fallen = scene.support.fallenWith(new Set(removed.map(({ id }) => id)))
  return regions.map((region) => {
    const supporter = scene.regions.find(({ id }) => scene.support.supportersOf(region.id).has(id))
    return {
      score: fallen.has(region.id) ? 1 : 0,
      reason: supporter ? `rests on ${named(supporter)}` : '',
    }
  })
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
      return holds(occluder !== undefined, occluder ? `partly hidden by ${named(occluder)}` : '')
    }
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
