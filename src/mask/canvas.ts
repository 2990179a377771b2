import { type Box, clamp01, type Size } from '../geometry.js'

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** RGB pixels to draw on, row-major. */
export class Canvas implements Size {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array

  constructor(data: Uint8Array, { width, height }: Size) {
    this.data = data
    this.width = width
    this.height = height
  }

  /** Lays `colour` over the pixel with opacity `alpha`, 0 to 1; does nothing outside the canvas. */
  blend(x: number, y: number, colour: Rgb, alpha: number): void {
    if (alpha <= 0 || x < 0 || y < 0 || x >= this.width || y >= this.height) return
    const at = (y * this.width + x) * 3
    const data = this.data
    data[at] = data[at]! + (colour[0] - data[at]!) * alpha + 0.5
    data[at + 1] = data[at + 1]! + (colour[1] - data[at + 1]!) * alpha + 0.5
    data[at + 2] = data[at + 2]! + (colour[2] - data[at + 2]!) * alpha + 0.5
  }

  /** A filled rectangle with corners of `radius`, its edges smooth. */
  fillRounded(box: Box, radius: number, colour: Rgb, alpha = 1): void {
    const right = Math.ceil(box.x + box.width)
    const bottom = Math.ceil(box.y + box.height)
    for (let y = Math.floor(box.y); y < bottom; y++) {
      for (let x = Math.floor(box.x); x < right; x++) {
        this.blend(x, y, colour, alpha * clamp01(0.5 - distanceToRounded(box, radius, x + 0.5, y + 0.5)))
      }
    }
  }

  /** A line of `width` along the edge of a rounded rectangle. */
  strokeRounded(box: Box, radius: number, width: number, colour: Rgb, alpha = 1): void {
    const half = width / 2
    const left = Math.floor(box.x - half)
    const right = Math.ceil(box.x + box.width + half)
    const bottom = Math.ceil(box.y + box.height + half)
    /** How far from the rectangle's sides its line may lie; what is farther in is passed over. */
    const depth = Math.ceil(radius + width)
    for (let y = Math.floor(box.y - half); y < bottom; y++) {
      const isMiddle = y > box.y + depth && y < box.y + box.height - depth
      for (let x = left; x < right; x++) {
        if (isMiddle && x === left + 2 * depth) x = Math.max(x, right - 2 * depth)
        const distance = distanceToRounded(box, radius, x + 0.5, y + 0.5)
        this.blend(x, y, colour, alpha * clamp01(half + 0.5 - Math.abs(distance)))
      }
    }
  }
}

/** From a point to the edge of a rectangle with corners of `radius`, negative inside. */
function distanceToRounded(box: Box, radius: number, x: number, y: number): number {
  const dx = Math.abs(x - box.x - box.width / 2) - box.width / 2 + radius
  const dy = Math.abs(y - box.y - box.height / 2) - box.height / 2 + radius
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius
}
