import type { Size } from '../geometry.js'
import { type Columns, columnOfSegments, columnsOf } from './columns.js'
import { combineRuns, foregroundLength, invertRuns, RunBuilder } from './runs.js'

/** Whether pixels that touch at a corner alone belong together: 8 yes, 4 no. */
type Connectivity = 4 | 8

/** For each segment the number of its connected component, which is one of the segments in it. */
export function labelSegments(columns: Columns, connectivity: Connectivity): Int32Array {
  const { offsets, tops, bottoms } = columns
  const parents = Int32Array.from(tops, (_top, i) => i)
  const root = (i: number) => {
    while (parents[i] !== i) {
      parents[i] = parents[parents[i]!]! // halves the path, which keeps trees flat
      i = parents[i]!
    }
    return i
  }
  const slack = connectivity === 8 ? 1 : 0
  for (let x = 1; x < offsets.length - 1; x++) {
    let left = offsets[x - 1]!
    let here = offsets[x]!
    while (left < offsets[x]! && here < offsets[x + 1]!) {
      const meet = tops[left]! < bottoms[here]! + slack && tops[here]! < bottoms[left]! + slack
      if (meet) parents[root(here)] = root(left)
      if (bottoms[left]! < bottoms[here]!) left++
      else here++
    }
  }
  return parents.map((_parent, i) => root(i))
}

/** The runs of each 8-connected piece, largest first. */
export function connectedComponents(runs: Uint32Array, size: Size): Uint32Array[] {
  const columns = columnsOf(runs, size)
  const labels = labelSegments(columns, 8)
  const xs = columnOfSegments(columns)
  const builders = new Map<number, RunBuilder>()
  labels.forEach((label, i) => {
    const builder = builders.get(label) ?? new RunBuilder()
    builders.set(label, builder)
    const start = xs[i]! * size.height
    builder.add(start + columns.tops[i]!, start + columns.bottoms[i]!)
  })
  const pieces = [...builders.values()].map((builder) => builder.finish(size.width * size.height))
  return pieces.sort((a, b) => foregroundLength(b) - foregroundLength(a))
}

/** With every background pixel that cannot reach the picture's border, in steps up, down, left and right. */
export function fillHoles(runs: Uint32Array, size: Size): Uint32Array {
  const columns = columnsOf(invertRuns(runs), size)
  const labels = labelSegments(columns, 4)
  const xs = columnOfSegments(columns)
  const open = new Set<number>()
  labels.forEach((label, i) => {
    const atSide = xs[i] === 0 || xs[i] === size.width - 1
    if (atSide || columns.tops[i] === 0 || columns.bottoms[i] === size.height) open.add(label)
  })
  const holes = new RunBuilder()
  labels.forEach((label, i) => {
    const start = xs[i]! * size.height
    if (!open.has(label)) holes.add(start + columns.tops[i]!, start + columns.bottoms[i]!)
  })
  return combineRuns(runs, holes.finish(size.width * size.height), (inMask, inHole) => inMask || inHole)
}
