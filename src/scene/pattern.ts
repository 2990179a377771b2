import { clamp01 } from '../geometry.js'
import type { Image } from '../image/image.js'
import { forEachSegment } from '../mask/columns.js'
import type { Mask } from '../mask/mask.js'

/** How well each word describes the surface that a mask shows, 0 to 1. */
export interface Pattern {
  readonly plain: number
  readonly striped: number
  /** With a pattern that has no one direction: spots, flowers, checks. */
  readonly spotted: number
}

/** Cells along the longer side: a stripe or a spot is at least two of them wide. */
const CELLS = 64
/** Windows have this many cells a side: stripes are straight within one, though a garment bends them. */
const WINDOW = 12
/** Mean change of luma from cell to cell, 0 to 1, of a surface that is patterned without doubt. */
const BUSY = 0.13

/**
 * Read window by window from how luma changes between cells well inside the mask. Where it rises, it falls again within
 * the window, or else it is shading. Stripes change along one direction, so that the doubled angles of the changes agree.
 *
 * @see Bigün and Granlund, Optimal orientation detection of linear symmetry, 1987 (the doubled angle)
 */
export function patternOf(image: Image, mask: Mask): Pattern {
  const grid = shrink(image, mask)
  let [change, cells, energy, lined] = [0, 0, 0, 0]
  for (let top = 1; top < grid.height - 1; top += WINDOW) {
    for (let left = 1; left < grid.width - 1; left += WINDOW) {
      const gradients = gradientsIn(grid, left, top)
      if (gradients.length < (WINDOW * WINDOW) / 4) continue
      const window = readWindow(gradients)
      change += window.change * window.alternation
      cells += gradients.length
      energy += window.energy
      lined += window.energy * window.coherence * window.alternation
    }
  }
  const patterned = cells > 0 ? clamp01(change / cells / BUSY) : 0
  const oneWay = energy > 0 ? clamp01((1.4 * lined) / energy) : 0
  return {
    plain: 1 - patterned,
    striped: Math.min(patterned, oneWay),
    spotted: Math.min(patterned, 1 - oneWay),
  }
}

type Gradient = readonly [dx: number, dy: number]

/** Those of one window, by central differences; none where a neighbour is not inside. */
function gradientsIn({ width, height, lumas }: Grid, left: number, top: number): Gradient[] {
  const gradients: Gradient[] = []
  for (let y = top; y < Math.min(height - 1, top + WINDOW); y++) {
    for (let x = left; x < Math.min(width - 1, left + WINDOW); x++) {
      const at = y * width + x
      const dx = (lumas[at + 1]! - lumas[at - 1]!) / 2
      const dy = (lumas[at + width]! - lumas[at - width]!) / 2
      if (!Number.isNaN(dx + dy)) gradients.push([dx, dy])
    }
  }
  return gradients
}

interface Reading {
  /** Sum of the gradients' lengths, and of their squares. */
  readonly change: number
  readonly energy: number
  /** 0 where the gradients point anywhere, 1 where all lie along one line. */
  readonly coherence: number
  /** 0 where luma only rises or only falls along that line, 1 where it does both alike. */
  readonly alternation: number
}

function readWindow(gradients: readonly Gradient[]): Reading {
  let [change, energy, cosine, sine] = [0, 0, 0, 0]
  for (const [dx, dy] of gradients) {
    change += Math.hypot(dx, dy)
    energy += dx * dx + dy * dy
    cosine += dx * dx - dy * dy
    sine += 2 * dx * dy
  }
  if (energy === 0) return { change: 0, energy: 0, coherence: 0, alternation: 0 }
  const line = Math.atan2(sine, cosine) / 2
  let [net, gross] = [0, 0]
  for (const [dx, dy] of gradients) {
    const along = dx * Math.cos(line) + dy * Math.sin(line)
    net += along
    gross += Math.abs(along)
  }
  return {
    change,
    energy,
    coherence: Math.hypot(cosine, sine) / energy,
    alternation: gross > 0 ? 1 - Math.abs(net) / gross : 0,
  }
}

interface Grid {
  readonly width: number
  readonly height: number
  readonly lumas: Float32Array
}

/** The mean luma (Rec. 601, 0 to 1) of square cells over the mask's box; NaN where a cell is not all inside. */
function shrink(image: Image, mask: Mask): Grid {
  const { box } = mask
  const cell = Math.max(1, Math.ceil(Math.max(box.width, box.height) / CELLS))
  const width = Math.ceil(box.width / cell)
  const height = Math.ceil(box.height / cell)
  const sums = new Float32Array(width * height)
  const counts = new Uint32Array(width * height)
  forEachSegment(mask.runs, mask.height, (x, top, bottom) => {
    const column = Math.floor((x - box.x) / cell)
    for (let y = top; y < bottom; y++) {
      const at = 3 * (y * image.width + x)
      const to = Math.floor((y - box.y) / cell) * width + column
      sums[to]! += 0.299 * image.pixels[at]! + 0.587 * image.pixels[at + 1]! + 0.114 * image.pixels[at + 2]!
      counts[to]!++
    }
  })
  const full = cell * cell
  return { width, height, lumas: sums.map((sum, i) => (counts[i] === full ? sum / full / 255 : Number.NaN)) }
}
