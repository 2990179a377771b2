/*
 * A mask is a list of run lengths over its pixels in column-major order (down the first column, then the
 * second ...), COCO's order. Runs alternate between background and foreground and begin with background.
 * Canonical form, kept by everything here: no run is zero but the first, which is zero where pixel 0 is in.
 */

/** Collects foreground spans in ascending order; spans that touch or overlap become one. */
export class RunBuilder {
  /** start, end, start, end ... */
  readonly #edges: number[] = []

  /** Adds the pixels from `start` up to, not including, `end`; `start` may not lie before the last span's. */
  add(start: number, end: number): void {
    if (end <= start) return
    const last = this.#edges.length - 1
    if (last > 0 && start <= this.#edges[last]!) this.#edges[last] = Math.max(this.#edges[last]!, end)
    else this.#edges.push(start, end)
  }

  /** The runs of a mask of `length` pixels. */
  finish(length: number): Uint32Array {
    const edges = this.#edges
    const tail = length - (edges.at(-1) ?? 0)
    const runs = new Uint32Array(edges.length + (tail > 0 ? 1 : 0))
    let position = 0
    for (let i = 0; i < edges.length; i++) {
      runs[i] = edges[i]! - position
      position = edges[i]!
    }
    if (tail > 0) runs[edges.length] = tail
    return runs
  }
}

/** Calls `visit` with each foreground span, `end` not included, in ascending order. */
export function forEachSpan(runs: ArrayLike<number>, visit: (start: number, end: number) => void): void {
  let position = 0
  for (let i = 0; i < runs.length; i++) {
    const end = position + runs[i]!
    if (i % 2 === 1 && end > position) visit(position, end)
    position = end
  }
}

/** `runs` in canonical form. */
export function canonicalRuns(runs: ArrayLike<number>): Uint32Array {
  const builder = new RunBuilder()
  let length = 0
  for (let i = 0; i < runs.length; i++) length += runs[i]!
  forEachSpan(runs, (start, end) => builder.add(start, end))
  return builder.finish(length)
}

export function foregroundLength(runs: ArrayLike<number>): number {
  let total = 0
  for (let i = 1; i < runs.length; i += 2) total += runs[i]!
  return total
}

/** Everything that `runs` leave out. */
export function invertRuns(runs: Uint32Array): Uint32Array {
  if (runs[0] === 0) return runs.slice(1)
  const inverted = new Uint32Array(runs.length + 1)
  inverted.set(runs, 1)
  return inverted
}

/** The pixels for which `keep` holds, given whether they are in `a` and in `b`; O(runs). */
export function combineRuns(
  a: Uint32Array,
  b: Uint32Array,
  keep: (inA: boolean, inB: boolean) => boolean,
): Uint32Array {
  const builder = new RunBuilder()
  const length = walkTogether(a, b, (start, end, inA, inB) => {
    if (keep(inA, inB)) builder.add(start, end)
  })
  return builder.finish(length)
}

/** How many pixels are in both. */
export function sharedLength(a: Uint32Array, b: Uint32Array): number {
  let total = 0
  walkTogether(a, b, (start, end, inA, inB) => {
    if (inA && inB) total += end - start
  })
  return total
}

/** Visits the stretches over which neither list changes; returns the length of both. */
function walkTogether(
  a: Uint32Array,
  b: Uint32Array,
  visit: (start: number, end: number, inA: boolean, inB: boolean) => void,
): number {
  let position = 0
  let endA = a[0] ?? 0
  let endB = b[0] ?? 0
  for (let i = 0, k = 0; i < a.length && k < b.length; ) {
    const end = Math.min(endA, endB)
    if (end > position) visit(position, end, i % 2 === 1, k % 2 === 1)
    position = end
    if (endA === end) endA += a[++i] ?? 0
    if (endB === end) endB += b[++k] ?? 0
  }
  return position
}
