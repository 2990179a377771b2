import { boxCentre, boxGap } from '../geometry.js'
import type { Region } from '../mask/region.js'
import type { SupportGraph } from './support.js'

/** Things make up a row from this many on. */
const LEAST_IN_ROW = 3

/**
 * Rows: three and more things of one label, side by side at one height. Neighbours differ by less than a third of the
 * lower one's height in where their centres lie, by less than half in height, and stand no further apart than one and a
 * half of their mean width. Each from left to right.
 */
export function rowsOf(regions: readonly Region[]): Region[][] {
  const sorted = [...regions].sort((a, b) => boxCentre(a.box).x - boxCentre(b.box).x)
  const rows: Region[][] = []
  for (const region of sorted) {
    const row = rows.find((row) => continues(row.at(-1)!, region))
    if (row) row.push(region)
    else rows.push([region])
  }
  return rows.filter((row) => row.length >= LEAST_IN_ROW)
}

function continues(left: Region, right: Region): boolean {
  const low = Math.min(left.box.height, right.box.height)
  const high = Math.max(left.box.height, right.box.height)
  return (
    left.label === right.label &&
    Math.abs(boxCentre(left.box).y - boxCentre(right.box).y) < low / 3 &&
    low > high / 2 &&
    boxGap(left.box, right.box) <= 0.75 * (left.box.width + right.box.width)
  )
}

/** Stacks: two and more things of one label that rest on one another. Each from the lowest centre up. */
export function stacksOf(regions: readonly Region[], support: SupportGraph): Region[][] {
  const stacks: Region[][] = []
  const placed = new Set<Region>()
  for (const region of regions) {
    if (placed.has(region)) continue
    const stack: Region[] = []
    const queue = [region]
    placed.add(region)
    for (let one = queue.pop(); one; one = queue.pop()) {
      stack.push(one)
      const touched = new Set([...support.supportersOf(one.id), ...support.loadsOf(one.id)])
      for (const other of regions) {
        if (placed.has(other) || other.label !== region.label || !touched.has(other.id)) continue
        placed.add(other)
        queue.push(other)
      }
    }
    if (stack.length > 1) stacks.push(stack.sort((a, b) => boxCentre(b.box).y - boxCentre(a.box).y))
  }
  return stacks
}
