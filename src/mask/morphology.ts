import type { Box, Size } from '../geometry.js'
import { clampBox } from '../geometry.js'
import { type Columns, columnsOf } from './columns.js'
import { invertRuns, RunBuilder } from './runs.js'

/**
 * A symmetric shape to grow or shrink by: at horizontal distance `d` from its centre, for `d` from 0 to its
 * radius, it reaches `halfHeights[d]` pixels up and down.
 */
export type Element = readonly number[]

/** Every pixel within Euclidean distance `radius`. */
export function disc(radius: number): Element {
  return Array.from({ length: Math.floor(radius) + 1 }, (_, d) =>
    Math.floor(Math.sqrt(radius * radius - d * d)),
  )
}

/** Every pixel within `radius` steps of a chess king. */
export function square(radius: number): Element {
  return Array.from({ length: Math.floor(radius) + 1 }, () => Math.floor(radius))
}

/** Every pixel whose `element` meets the mask, whose tight box is `box`. */
export function dilateRuns(runs: Uint32Array, size: Size, box: Box, element: Element): Uint32Array {
  const across = element.length - 1
  const up = element[0]!
  const grown = {
    x: box.x - across,
    y: box.y - up,
    width: box.width + 2 * across,
    height: box.height + 2 * up,
  }
  return sweep(columnsOf(runs, size), size, clampBox(grown, size), element, true)
}

/** Every pixel whose `element` lies in the mask, as far as it lies in the picture: its border takes nothing away. */
export function erodeRuns(runs: Uint32Array, size: Size, box: Box, element: Element): Uint32Array {
  return sweep(columnsOf(invertRuns(runs), size), size, box, element, false)
}

/**
 * The pixels of `window` whose `element` meets the segments (`meeting`), or does not. For each column it
 * sums the enlarged segments of its neighbours: time grows with the segments near the window, memory does not.
 */
function sweep(columns: Columns, size: Size, window: Box, element: Element, meeting: boolean): Uint32Array {
  const { offsets, tops, bottoms } = columns
  const builder = new RunBuilder()
  const lowest = window.y + window.height
  const radius = element.length - 1
  /** How many more enlarged segments cover this row than the one above it. */
  const changes = new Int32Array(window.height + 1)
  for (let x = window.x; x < window.x + window.width; x++) {
    changes.fill(0)
    const stop = Math.min(size.width, x + radius + 1)
    for (let near = Math.max(0, x - radius); near < stop; near++) {
      const reach = element[Math.abs(near - x)]!
      for (let i = offsets[near]!; i < offsets[near + 1]!; i++) {
        const top = Math.max(window.y, tops[i]! - reach)
        const bottom = Math.min(lowest, bottoms[i]! + reach)
        if (top >= bottom) continue
        changes[top - window.y]!++
        changes[bottom - window.y]!--
      }
    }
    const start = x * size.height + window.y
    let covers = 0
    for (let y = 0; y < window.height; y++) {
      covers += changes[y]!
      if (covers > 0 === meeting) builder.add(start + y, start + y + 1)
    }
  }
  return builder.finish(size.width * size.height)
}
