/** A position in pixels of the upright image; (0, 0) is the top-left corner, pixel centres lie at +0.5. */
export interface Point {
  x: number
  y: number
}

/** A point on the object (`positive`) or off it. */
export interface LabelledPoint extends Point {
  positive: boolean
}

/** A rectangle in pixels of the upright image; `x, y` is its top-left corner. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface Size {
  width: number
  height: number
}

export function boxArea(box: Box): number {
  return Math.max(0, box.width) * Math.max(0, box.height)
}

export function boxCentre(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** The common part of two boxes; of zero width or height where they do not meet. */
export function intersectBoxes(a: Box, b: Box): Box {
  const x = Math.max(a.x, b.x)
  const y = Math.max(a.y, b.y)
  return {
    x,
    y,
    width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x),
    height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y),
  }
}

/** The smallest box round both. */
export function uniteBoxes(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}

/** Intersection over union, 0 to 1. */
export function boxIou(a: Box, b: Box): number {
  const shared = boxArea(intersectBoxes(a, b))
  const union = boxArea(a) + boxArea(b) - shared
  return union > 0 ? shared / union : 0
}

/** The part of `box` inside an image of `size`. */
export function clampBox(box: Box, size: Size): Box {
  return intersectBoxes(box, { x: 0, y: 0, width: size.width, height: size.height })
}

/** `box` scaled about its centre by `factor` in each axis. */
export function scaleBox(box: Box, factor: number): Box {
  const width = box.width * factor
  const height = box.height * factor
  const { x, y } = boxCentre(box)
  return { x: x - width / 2, y: y - height / 2, width, height }
}

export function boxContains(box: Box, { x, y }: Point): boolean {
  return x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height
}

/** The shortest distance between two boxes in pixels; 0 where they meet. */
export function boxGap(a: Box, b: Box): number {
  const dx = Math.max(0, a.x - (b.x + b.width), b.x - (a.x + a.width))
  const dy = Math.max(0, a.y - (b.y + b.height), b.y - (a.y + a.height))
  return Math.hypot(dx, dy)
}

/** `value`, at least 0 and at most 1. */
export function clamp01(value: number): number {
  return Math.min(1, Math.max(0, value))
}
