import { describe, expect, it } from 'vitest'
import type { Box } from '../../src/geometry.js'
import { Mask } from '../../src/mask/mask.js'
import type { Region } from '../../src/mask/region.js'
import { SupportGraph } from '../../src/scene/support.js'

const size = { width: 100, height: 100 }

function region(id: string, x: number, y: number, width: number, height: number): Region {
  const box: Box = { x, y, width, height }
  return { id, label: 'box', score: 1, box, mask: Mask.fromBox(box, size) }
}

/** Two piles: c on b on a; and e across the gap between d and f. g floats. */
const graph = new SupportGraph(
  [
    region('a', 5, 80, 30, 20),
    region('b', 5, 60, 25, 20),
    region('c', 10, 45, 15, 15),
    region('d', 45, 80, 10, 20),
    region('e', 45, 65, 40, 15),
    region('f', 75, 80, 10, 20),
    region('g', 50, 10, 10, 10),
  ],
  size,
)

describe('SupportGraph', () => {
  it('finds what each thing stands on', () => {
    expect([...graph.supportersOf('c')]).toEqual(['b'])
    expect([...graph.supportersOf('b')]).toEqual(['a'])
    expect([...graph.supportersOf('e')].sort()).toEqual(['d', 'f'])
    expect([...graph.supportersOf('a'), ...graph.supportersOf('g')]).toEqual([])
  })

  it('finds what stands on each thing', () => {
    expect([...graph.loadsOf('a')]).toEqual(['b'])
    expect([...graph.loadsOf('c')]).toEqual([])
  })

  it('lets everything fall that stands on the removed thing, directly or in turn', () => {
    expect([...graph.fallenWith(new Set(['a']))].sort()).toEqual(['b', 'c'])
    expect([...graph.fallenWith(new Set(['d']))]).toEqual(['e'])
    expect([...graph.fallenWith(new Set(['c']))]).toEqual([])
  })

  it('bridges a seam of a pixel or two, and no gap wider than that', () => {
    const seam = new SupportGraph([region('low', 0, 50, 20, 20), region('high', 0, 28, 20, 20)], size)
    expect([...seam.supportersOf('high')]).toEqual(['low'])
    const gap = new SupportGraph([region('low', 0, 50, 20, 20), region('high', 0, 20, 20, 20)], size)
    expect([...gap.supportersOf('high')]).toEqual([])
  })

  it('does not let a touch at the side carry', () => {
    const beside = new SupportGraph([region('left', 0, 50, 20, 20), region('right', 20, 45, 20, 25)], size)
    expect([...beside.supportersOf('right'), ...beside.supportersOf('left')]).toEqual([])
  })
})
