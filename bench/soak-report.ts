import type { SoakResult } from './soak-run.js'

/** Of a server's life, until its caches are full. */
const WARM_UP = 0.4
/** The last third may hold so much more than the first. */
const MAX_GROWTH = 1.1

/** The table, and what is not as it has to be. */
export function soakReport({ ledger, seconds, memory, lost, exit }: SoakResult) {
  const { times, errors, answered } = ledger
  const all = [...times.values()].flat()
  const rows = [...times].map(([what, values]) => [what, values.length, ...percentiles(values)])
  const growths = memory.map(growth)
  const lines = [
    row('', 'answered', 'p50 ms', 'p95 ms'),
    ...rows.map((cells) => row(...cells)),
    row('all', all.length, ...percentiles(all)),
    `throughput: ${(all.length / seconds).toFixed(1)} answers a second over ${seconds.toFixed(0)} s`,
    `errors: ${errors.length}`,
    ...memory.map((samples, i) => {
      const thirds = thirdsOf(samples).map((mean) => `${(mean / 1e6).toFixed(0)} MB`)
      return `resident memory ${i === 0 ? 'before' : 'after'} SIGKILL, means of thirds after warm-up: ${thirds.join(', ')}`
    }),
    `conversations: ${answered.size}; with lost turns after SIGKILL ${lost[0].length}, at the end ${lost[1].length}`,
  ]
  const failures = [
    errors.length > 0 && `errors: ${[...new Set(errors)].slice(0, 10).join('; ')}`,
    growths.some((each) => each > MAX_GROWTH) &&
      `memory grows: ${growths.map((each) => each.toFixed(2)).join(', ')}`,
    lost.flat().length > 0 && `turns are lost in ${lost.flat().slice(0, 5).join(', ')}`,
    exit !== 0 && `the server ended with ${exit}`,
  ].filter((failure) => failure !== false)
  return { lines, failures }
}

function row(...cells: (string | number)[]): string {
  return cells.map((cell, i) => (i === 0 ? String(cell).padEnd(12) : String(cell).padStart(10))).join('')
}

/** Half and 95% of the values are at most these. */
function percentiles(values: readonly number[]): [number, number] {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0)
  return [at(0.5), at(0.95)]
}

/** Means of the thirds of what was measured after the warm-up. */
function thirdsOf(samples: readonly number[]): number[] {
  const warm = samples.slice(Math.floor(WARM_UP * samples.length))
  const third = warm.length / 3
  return [0, 1, 2].map((i) => mean(warm.slice(Math.floor(i * third), Math.floor((i + 1) * third))))
}

function growth(samples: readonly number[]): number {
  const [first = 1, , last = 1] = thirdsOf(samples)
  return last / first
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / (values.length || 1)
}
