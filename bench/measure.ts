import { fileURLToPath } from 'node:url'

/** What a benchmark has to say: its ratios, and which of them miss their limits. */
export interface Report {
  lines: string[]
  failures: string[]
}

/** Starts now; each call gives the milliseconds since. */
export function stopwatch(): () => number {
  const started = performance.now()
  return () => performance.now() - started
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`
}

export function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)}%`
}

/** A file of the package, from the built benchmark. */
export function packageFile(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}
