import { mean } from '../mask/metrics.js'

/** A score, and the quality that it was to foretell; both 0 to 1. */
export interface Forecast {
  score: number
  quality: number
}

const BINS = 10

/** Pearson's correlation of score and quality; undefined where one of them is the same throughout. */
export function correlation(forecasts: readonly Forecast[]): number | undefined {
  const scores = deviations(forecasts.map(({ score }) => score))
  const qualities = deviations(forecasts.map(({ quality }) => quality))
  const product = (a: readonly number[], b: readonly number[]) => mean(a.map((value, i) => value * b[i]!))
  const spread = Math.sqrt(product(scores, scores) * product(qualities, qualities))
  return spread === 0 ? undefined : product(scores, qualities) / spread
}

/**
 * Expected calibration error: the distance between mean score and mean quality in each of 10 bins of equal width,
 * weighed by what falls into them.
 *
 * @see Guo et al., On Calibration of Modern Neural Networks, ICML 2017
 */
export function calibrationError(forecasts: readonly Forecast[]): number {
  /** Per bin, the sum of what the scores promised too much. */
  const excess = new Float64Array(BINS)
  for (const { score, quality } of forecasts) {
    excess[Math.min(BINS - 1, Math.floor(score * BINS))]! += score - quality
  }
  return excess.reduce((sum, value) => sum + Math.abs(value), 0) / Math.max(1, forecasts.length)
}

function deviations(values: readonly number[]): number[] {
  const centre = mean(values)
  return values.map((value) => value - centre)
}
