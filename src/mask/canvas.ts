import type { Box, Size } from '../geometry.js'

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
    this.#paintRounded(box, radius, 1, (distance) => alpha * clamp01(0.5 - distance), colour)
  }

  /** A line of `width` along the edge of a rounded rectangle. */
  strokeRounded(box: Box, radius: number, width: number, colour: Rgb, alpha = 1): void {
    const half = width / 2
    this.#paintRounded(
      box,
      radius,
      half + 1,
      (distance) => alpha * clamp01(half + 0.5 - Math.abs(distance)),
      colour,
    )
  }

  /** Blends `opacity(distance)`, where the distance to the rectangle's edge is negative inside. */
  #paintRounded(
    box: Box,
    radius: number,
    margin: number,
    opacity: (distance: number) => number,
    colour: Rgb,
  ): void {
    const halfWidth = box.width / 2
    const halfHeight = box.height / 2
    const bottom = Math.min(this.height, Math.ceil(box.y + box.height + margin))
    const right = Math.min(this.width, Math.ceil(box.x + box.width + margin))
    for (let y = Math.max(0, Math.floor(box.y - margin)); y < bottom; y++) {
      for (let x = Math.max(0, Math.floor(box.x - margin)); x < right; x++) {
        const dx = Math.abs(x + 0.5 - box.x - halfWidth) - halfWidth + radius
        const dy = Math.abs(y + 0.5 - box.y - halfHeight) - halfHeight + radius
        const outside = Math.hypot(Math.max(dx, 0), Math.max(dy, 0))
        this.blend(x, y, colour, opacity(outside + Math.min(Math.max(dx, dy), 0) - radius))
      }
    }
  }
}

export function clamp01(value: number): number {
  return Math.min(1, Math.max(0, value))
}
