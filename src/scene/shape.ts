import { boxArea, clamp01 } from '../geometry.js'
import { forEachSegment } from '../mask/columns.js'
import { Mask } from '../mask/mask.js'

/** The ellipse that spreads like a mask does. */
interface Spread {
  /** Of its long axis against the vertical, 0 to π/2. */
  readonly tilt: number
  /** Long axis over short axis, 1 and more. */
  readonly elongation: number
}

/** 1 for a mask that is 1.6 times longer than wide and stands on end; 0.5 at a tilt of 45 degrees. */
export function upright(mask: Mask): number {
  const { tilt, elongation } = spreadOf(mask)
  return directed(elongation) * Math.cos(tilt) ** 2
}

/** The same, for one that lies level. */
export function lying(mask: Mask): number {
  const { tilt, elongation } = spreadOf(mask)
  return directed(elongation) * Math.sin(tilt) ** 2
}

/** 1 at a tilt of 45 degrees, 0.5 at 22 and at 68. */
export function tilted(mask: Mask): number {
  const { tilt, elongation } = spreadOf(mask)
  return directed(elongation) * Math.sin(2 * tilt) ** 2
}

/** Taller than wide: 0.5 at a box of 5 to 4, 1 at 7 to 4. */
export function tall({ box }: Mask): number {
  return box.width > 0 ? clamp01(0.18 + Math.log2(box.height / box.width)) : 0
}

/** Wider than tall, likewise. */
export function wide({ box }: Mask): number {
  return box.height > 0 ? clamp01(0.18 + Math.log2(box.width / box.height)) : 0
}

/** How nearly it fills an ellipse that is no more than half longer than wide: 0.5 at an IoU of 0.85, 1 at 0.95. */
export function round(mask: Mask): number {
  const { box } = mask
  if (boxArea(box) === 0) return 0
  const stretch = Math.max(box.width / box.height, box.height / box.width)
  return clamp01((mask.iou(ellipseIn(mask)) - 0.75) / 0.2) * clamp01((1.75 - stretch) / 0.25)
}

/** How far an elongation gives a mask a direction: 0 for a round one, 1 from 1.6 on. */
function directed(elongation: number): number {
  return clamp01((elongation - 1) / 0.6)
}

/** From the central second moments of the pixels. */
function spreadOf(mask: Mask): Spread {
  const centre = mask.centroid
  let [xx, xy, yy] = [0, 0, 0]
  forEachSegment(mask.runs, mask.height, (x, top, bottom) => {
    const length = bottom - top
    const dx = x + 0.5 - centre.x
    const dy = (top + bottom) / 2 - centre.y
    xx += length * (dx * dx + 1 / 12)
    xy += length * dx * dy
    yy += length * (dy * dy + length ** 2 / 12)
  })
  const mean = (xx + yy) / 2
  const radius = Math.hypot((xx - yy) / 2, xy)
  const tilt = Math.abs(Math.atan2(2 * xy, yy - xx)) / 2
  return { tilt, elongation: mean > radius ? Math.sqrt((mean + radius) / (mean - radius)) : 1 }
}

const CORNERS = 48

function ellipseIn(mask: Mask): Mask {
  const { x, y, width, height } = mask.box
  const corners = Array.from({ length: CORNERS }, (_, i) => (2 * Math.PI * i) / CORNERS)
  const polygon = corners.flatMap((angle) => [
    x + (width / 2) * (1 + Math.cos(angle)),
    y + (height / 2) * (1 + Math.sin(angle)),
  ])
  return Mask.fromPolygons([polygon], mask)
}
