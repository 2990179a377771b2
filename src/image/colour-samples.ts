import { forEachSegment } from '../mask/columns.js'
import type { Mask } from '../mask/mask.js'
import type { Samples } from './colour-clusters.js'
import type { Image } from './image.js'
import { toOklab } from './oklab.js'

/** About as many: enough to know a share to three percent. */
const SAMPLES = 900
/** At the rim of a mask its surroundings bleed in: a pixel there counts this much. */
const RIM_WEIGHT = 0.25

/** The colours of `mask` on a regular grid, at the exposure at which the picture's brightest parts are white. */
export function sampleColours(image: Image, mask: Mask): Samples {
  const { box, area } = mask
  const inside = new Uint8Array(box.width * box.height)
  forEachSegment(mask.runs, mask.height, (x, top, bottom) => {
    for (let y = top; y < bottom; y++) inside[(y - box.y) * box.width + x - box.x] = 1
  })
  const rim = Math.min(6, Math.max(1, Math.round(0.03 * Math.sqrt(area))))
  // Beyond the frame the thing may go on: its border is no rim.
  const isInside = (x: number, y: number) =>
    x < 0 || y < 0 || x >= box.width || y >= box.height
      ? x + box.x < 0 || y + box.y < 0 || x + box.x >= image.width || y + box.y >= image.height
      : inside[y * box.width + x] === 1
  const isInterior = (x: number, y: number) =>
    isInside(x - rim, y) && isInside(x + rim, y) && isInside(x, y - rim) && isInside(x, y + rim)

  const gain = exposureGain(image)
  const channel = (at: number) => Math.min(255, image.pixels[at]! * gain)
  const step = Math.max(1, Math.floor(Math.sqrt(area / SAMPLES)))
  const samples: number[] = []
  for (let y = Math.min(step, box.height) >> 1; y < box.height; y += step) {
    for (let x = Math.min(step, box.width) >> 1; x < box.width; x += step) {
      if (inside[y * box.width + x] === 0) continue
      const at = 3 * ((y + box.y) * image.width + x + box.x)
      const [lightness, a, b] = toOklab(channel(at), channel(at + 1), channel(at + 2))
      samples.push(lightness, a, b, isInterior(x, y) ? 1 : RIM_WEIGHT)
    }
  }
  return Float32Array.from(samples)
}

const gains = new WeakMap<Image, number>()

/** What to multiply channels by so that the picture's brightest two percent reach 250: white is judged by them. */
function exposureGain(image: Image): number {
  const known = gains.get(image)
  if (known !== undefined) return known
  const { pixels } = image
  const histogram = new Uint32Array(256)
  const step = 3 * Math.max(1, Math.floor(pixels.length / 3 / 4096))
  let total = 0
  for (let at = 0; at < pixels.length; at += step, total++) {
    histogram[Math.max(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!)]!++
  }
  let brightest = 255
  for (let above = histogram[255]!; above < total * 0.02; above += histogram[brightest]!) brightest--
  const gain = Math.min(1.3, Math.max(1, 250 / brightest))
  gains.set(image, gain)
  return gain
}
