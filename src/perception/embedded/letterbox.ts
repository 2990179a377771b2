import type { Box, Size } from '../../geometry.js'
import { resample } from '../../image/resample.js'
import type { EncoderManifest } from './manifest.js'

/** Pixels of an image as the models' side sees it. */
export interface Pixels extends Size {
  /** uint8 [height, width, 3], RGB. */
  readonly pixels: Uint8Array
}

/** How an image lies in the encoder's input: scaled by `scale`, at the top left. */
export interface Letterbox {
  /** Encoder pixels to an image pixel. */
  scale: number
  /** The part of the input that the image fills. */
  content: Size
  /** The whole input; both sides are multiples of the encoder's stride. */
  padded: Size
}

/** @param inputSize the longer side of the image in encoder pixels */
export function fitLetterbox(image: Size, inputSize: number, { stride }: EncoderManifest): Letterbox {
  const scale = inputSize / Math.max(image.width, image.height)
  const content = {
    width: Math.max(1, Math.round(image.width * scale)),
    height: Math.max(1, Math.round(image.height * scale)),
  }
  const padded = {
    width: Math.ceil(content.width / stride) * stride,
    height: Math.ceil(content.height / stride) * stride,
  }
  return { scale, content, padded }
}

/** The encoder's input: uint8 [padded.height, padded.width, 3]; if `mirrored`, left and right of the image change places. */
export function letterbox(
  image: Pixels,
  { content, padded }: Letterbox,
  pad: EncoderManifest['pad'],
  mirrored = false,
): Uint8Array {
  const whole = { x0: 0, y0: 0, x1: image.width, y1: image.height }
  const scaled = resample(image.pixels, image, whole, content)
  if (mirrored) mirrorRows(scaled, content)
  if (content.width === padded.width && content.height === padded.height) return scaled
  const input = new Uint8Array(padded.width * padded.height * 3)
  fillColour(input, pad)
  for (let y = 0; y < content.height; y++) {
    const row = scaled.subarray(y * content.width * 3, (y + 1) * content.width * 3)
    input.set(row, y * padded.width * 3)
  }
  return input
}

/** Reverses the pixels of each row in place: uint8 [height, width, 3]. */
function mirrorRows(pixels: Uint8Array, { width, height }: Size): void {
  for (let y = 0; y < height; y++) {
    let left = y * width * 3
    let right = left + (width - 1) * 3
    for (; left < right; left += 3, right -= 3) {
      for (let c = 0; c < 3; c++) {
        const kept = pixels[left + c]!
        pixels[left + c] = pixels[right + c]!
        pixels[right + c] = kept
      }
    }
  }
}

/** Repeats one colour; copying what is filled already is many times faster than a loop over pixels. */
function fillColour(target: Uint8Array, colour: readonly number[]): void {
  target.set(colour)
  for (let filled = colour.length; filled < target.length; filled *= 2) target.copyWithin(filled, 0, filled)
}

/** Pixels of a model's crops for a batch of rectangles: uint8 [N, cropSize, cropSize, 3]. */
export function cutCrops(
  image: Pixels,
  rectangles: readonly Box[],
  { cropSize }: { cropSize: number },
): Uint8Array {
  const side = { width: cropSize, height: cropSize }
  const length = cropSize * cropSize * 3
  const crops = new Uint8Array(rectangles.length * length)
  rectangles.forEach(({ x, y, width, height }, n) => {
    const rectangle = { x0: x, y0: y, x1: x + width, y1: y + height }
    crops.set(resample(image.pixels, image, rectangle, side), n * length)
  })
  return crops
}
