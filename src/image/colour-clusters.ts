/** Colours in OKLab with a weight each: `lightness, a, b, weight`, one after the other. */
export type Samples = Float32Array

/** A group of like colours: its mean in OKLab, and its share of the samples' weight, 0 to 1. */
export interface Cluster {
  readonly lightness: number
  readonly a: number
  readonly b: number
  readonly share: number
}

const MAX_CLUSTERS = 7
const ROUNDS = 6
/** Squared distance in OKLab within which colours look alike: no further seed is wanted. */
const ALIKE = 1e-4

/**
 * At most seven clusters, heaviest first, by k-means. Each seed is the sample farthest from all earlier ones, which
 * needs no chance: the same picture always gives the same answer.
 */
export function clusterColours(samples: Samples): Cluster[] {
  if (samples.length === 0) return []
  let centres = farthestFirst(samples)
  let sums = assign(samples, centres)
  for (let round = 1; round < ROUNDS; round++) {
    centres = sums.map(([l, a, b, weight]) => [l / weight, a / weight, b / weight])
    sums = assign(samples, centres)
  }
  const total = sums.reduce((all, [, , , weight]) => all + weight, 0)
  return sums
    .map(([l, a, b, weight]) => ({
      lightness: l / weight,
      a: a / weight,
      b: b / weight,
      share: weight / total,
    }))
    .sort((one, other) => other.share - one.share)
}

type Centre = readonly [lightness: number, a: number, b: number]
type Sum = [lightness: number, a: number, b: number, weight: number]

/** The weighted sums of the samples nearest to each centre; centres that none is nearest to are dropped. */
function assign(samples: Samples, centres: readonly Centre[]): Sum[] {
  const sums = centres.map((): Sum => [0, 0, 0, 0])
  for (let at = 0; at < samples.length; at += 4) {
    const nearest = nearestOf(centres, samples[at]!, samples[at + 1]!, samples[at + 2]!)
    const sum = sums[nearest]!
    const weight = samples[at + 3]!
    sum[0] += weight * samples[at]!
    sum[1] += weight * samples[at + 1]!
    sum[2] += weight * samples[at + 2]!
    sum[3] += weight
  }
  return sums.filter(([, , , weight]) => weight > 0)
}

function farthestFirst(samples: Samples): Centre[] {
  const distances = new Float32Array(samples.length / 4).fill(Number.POSITIVE_INFINITY)
  const centres: Centre[] = []
  for (let next = 0, farthest = 1; centres.length < MAX_CLUSTERS && farthest > ALIKE; ) {
    const centre: Centre = [samples[4 * next]!, samples[4 * next + 1]!, samples[4 * next + 2]!]
    centres.push(centre)
    farthest = 0
    for (let i = 0; i < distances.length; i++) {
      const at = 4 * i
      const far = squaredDistance(centre, samples[at]!, samples[at + 1]!, samples[at + 2]!)
      if (far < distances[i]!) distances[i] = far
      if (distances[i]! <= farthest) continue
      farthest = distances[i]!
      next = i
    }
  }
  return centres
}

function nearestOf(centres: readonly Centre[], lightness: number, a: number, b: number): number {
  let nearest = 0
  let least = Number.POSITIVE_INFINITY
  for (let k = 0; k < centres.length; k++) {
    const far = squaredDistance(centres[k]!, lightness, a, b)
    if (far >= least) continue
    least = far
    nearest = k
  }
  return nearest
}

/** Lightness counts by half: shading changes it more than it changes what a thing is called. */
function squaredDistance(centre: Centre, lightness: number, a: number, b: number): number {
  const dl = 0.5 * (centre[0] - lightness)
  const da = centre[1] - a
  const db = centre[2] - b
  return dl * dl + da * da + db * db
}
