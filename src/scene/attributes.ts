import { boxArea, boxCentre, type Size } from '../geometry.js'
import type { Image } from '../image/image.js'
import { forEachSegment } from '../mask/columns.js'
import type { Mask } from '../mask/mask.js'
import type { Region } from '../mask/region.js'

/** How near to the viewer a thing seems, 0 to 1: things further down in the frame and larger ones are nearer. */
export function nearness({ box }: Region, size: Size): number {
  const bottom = (box.y + box.height) / size.height
  const extent = Math.sqrt(boxArea(box) / (size.width * size.height))
  return 0.7 * Math.min(1, bottom) + 0.3 * Math.min(1, extent)
}

/** Where a thing lies along an axis of the frame, 0 (left, top) to 1 (right, bottom). */
export function placeInFrame({ box }: Region, axis: 'x' | 'y', size: Size): number {
  const centre = boxCentre(box)
  return axis === 'x' ? centre.x / size.width : centre.y / size.height
}

/** True when the frame cuts the thing off: its box reaches the border, to within a pixel. */
export function isCutByFrame({ box }: Region, size: Size): boolean {
  return (
    box.x <= 1 || box.y <= 1 || box.x + box.width >= size.width - 1 || box.y + box.height >= size.height - 1
  )
}

/** Mean luma (Rec. 601 weights) of a mask's pixels, 0 to 1. */
export function brightness(image: Image, mask: Mask): number {
  const { pixels, width } = image
  let sum = 0
  let count = 0
  forEachSegment(mask.runs, mask.height, (x, top, bottom) => {
    for (let y = top; y < bottom; y++) {
      const at = (y * width + x) * 3
      sum += 0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!
    }
    count += bottom - top
  })
  return count > 0 ? sum / count / 255 : 0
}
