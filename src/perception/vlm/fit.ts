import { type Box, clampBox, type Size } from '../../geometry.js'
import type { Image } from '../../image/image.js'
import { resample } from '../../image/resample.js'
import type { ModelPicture } from '../../llm/chat-model.js'
import { Picture } from '../../mask/picture.js'
import type { Profile } from './profiles.js'

/** How an image lies in the picture that a model is sent. */
export interface Fit {
  readonly image: Size
  /** The image once scaled, in the picture's pixels; never larger than the image. */
  readonly content: Box
  /** The whole picture: what is not content is grey. Both sides are multiples of the profile's unit. */
  readonly sent: Size
}

/**
 * Boxes drift where a picture is much longer than wide, and servers refuse one of more than 200 to 1: beyond this ratio
 * grey is added. Photos, panoramas of two frames and screens of 32:9 stay below it.
 */
const MAX_ASPECT = 4

/** Units along the shorter side: with fewer a server enlarges the picture (4 units² are Qwen's `MIN_PIXELS`) or refuses it. */
const MIN_UNITS = 2

/** The grey of neither a light nor a dark thing. */
const GREY = 127

/** Keeps fine edges; the file is small beside what the model does with it. */
const JPEG_QUALITY = 90

/**
 * Scales the image down to the profile's pixels and lays it in the middle of a picture whose sides are whole units: then
 * no server has a reason to resize it, and a pixel printed is a pixel sent. In the middle, because there "left" and
 * "bottom" keep their sense.
 */
export function fitPicture(image: Size, { unit, pixels }: Pick<Profile, 'unit' | 'pixels'>): Fit {
  const framed = (side: number, other: number) => Math.max(side, other / MAX_ASPECT)
  const area = framed(image.width, image.height) * framed(image.height, image.width)
  const scale = Math.min(1, Math.sqrt(pixels / area))
  const width = Math.max(1, Math.round(image.width * scale))
  const height = Math.max(1, Math.round(image.height * scale))
  const units = (length: number) => unit * Math.max(MIN_UNITS, Math.ceil(length / unit))
  const sent = { width: units(framed(width, height)), height: units(framed(height, width)) }
  const x = Math.floor((sent.width - width) / 2)
  const y = Math.floor((sent.height - height) / 2)
  return { image: { width: image.width, height: image.height }, content: { x, y, width, height }, sent }
}

/** The picture that {@link fitPicture} describes, as JPEG. */
export async function drawFit(image: Image, { content, sent }: Fit): Promise<ModelPicture> {
  const whole = { x0: 0, y0: 0, x1: image.width, y1: image.height }
  const scaled = resample(image.pixels, image, whole, content)
  const pixels = new Uint8Array(sent.width * sent.height * 3).fill(GREY)
  for (let y = 0; y < content.height; y++) {
    const row = scaled.subarray(y * content.width * 3, (y + 1) * content.width * 3)
    pixels.set(row, ((content.y + y) * sent.width + content.x) * 3)
  }
  const data = await new Picture(pixels, sent, 3).encode('jpeg', JPEG_QUALITY)
  return { data, mimeType: 'image/jpeg' }
}

/** A box in a grid of `steps` over the picture, in pixels of the image; of no area where it lies on the grey alone. */
export function toImage(box: Box, steps: Size, { image, content, sent }: Fit): Box {
  const across = sent.width / steps.width
  const down = sent.height / steps.height
  const perX = image.width / content.width
  const perY = image.height / content.height
  const whole = {
    x: (box.x * across - content.x) * perX,
    y: (box.y * down - content.y) * perY,
    width: box.width * across * perX,
    height: box.height * down * perY,
  }
  return clampBox(whole, image)
}
