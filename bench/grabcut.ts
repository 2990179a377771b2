import cv from '@techstark/opencv-js'
import type { Box } from '../src/geometry.js'
import type { Image } from '../src/image/image.js'
import { Mask } from '../src/mask/mask.js'

/** As many as OpenCV's own tutorial asks for. */
const ITERATIONS = 5

/** Resolves once OpenCV's WebAssembly is compiled; before that, {@link grabCut} must not be called. */
export const grabCutReady = new Promise<void>((resolve) => {
  cv.onRuntimeInitialized = resolve
})

/**
 * The mask that GrabCut makes of a box, without any training: colour models of inside and outside, and a graph cut.
 *
 * @see Rother, Kolmogorov and Blake, GrabCut, SIGGRAPH 2004
 */
export function grabCut(image: Image, box: Box): Mask {
  const pixels = cv.matFromArray(image.height, image.width, cv.CV_8UC3, image.pixels as unknown as number[])
  const [labels, background, foreground] = [new cv.Mat(), new cv.Mat(), new cv.Mat()]
  try {
    const rectangle = insideOf(image, box)
    cv.grabCut(pixels, labels, rectangle, background, foreground, ITERATIONS, cv.GC_INIT_WITH_RECT)
    const isForeground = (label: number) => label === cv.GC_FGD || label === cv.GC_PR_FGD
    return Mask.fromBitmap(
      labels.data.map((label) => (isForeground(label) ? 1 : 0)),
      image,
    )
  } finally {
    for (const matrix of [pixels, labels, background, foreground]) matrix.delete()
  }
}

/** In whole pixels, and a pixel off the border: GrabCut needs some background to learn from. */
function insideOf(image: Image, { x, y, width, height }: Box) {
  const within = (value: number, length: number) => Math.min(length - 1, Math.max(1, Math.round(value)))
  const [left, top] = [within(x, image.width), within(y, image.height)]
  const [right, bottom] = [within(x + width, image.width), within(y + height, image.height)]
  return new cv.Rect(left, top, Math.max(1, right - left), Math.max(1, bottom - top))
}
