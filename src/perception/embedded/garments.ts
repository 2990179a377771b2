import { type Box, clampBox, type Size, scaleBox } from '../../geometry.js'
import type { Detection } from '../engine.js'
import type { Timings, WireArea } from '../protocol.js'
import { fitLetterbox, letterbox, type Pixels } from './letterbox.js'
import type { EncoderManifest, GarmentsManifest } from './manifest.js'
import type { Graph } from './model.js'
import { drawAreas } from './semantic.js'

/** Of a person whose box has no side of this many pixels, nothing that is worn can be told. */
const MIN_SIDE = 48
/** The largest people of a picture: each costs a run. */
const MAX_PEOPLE = 6

/**
 * What the people of an image wear: one area a garment and person.
 *
 * @param step called before each run with the share of the work that is done; may throw to stop
 */
export async function findGarments(
  graph: Graph,
  image: Pixels,
  people: readonly Detection[],
  encoder: EncoderManifest,
  garments: GarmentsManifest,
  timings: Timings,
  step: (fraction: number) => void,
): Promise<WireArea[]> {
  const boxes = people
    .map(({ box }) => box)
    .filter((box) => longerSide(box) >= MIN_SIDE)
    .sort((a, b) => longerSide(b) - longerSide(a))
    .slice(0, MAX_PEOPLE)
  const found: WireArea[] = []
  for (const [n, box] of boxes.entries()) {
    step(n / boxes.length)
    const crop = wholePixels(scaleBox(box, garments.context), image)
    const part = cutOut(image, crop)
    const fit = fitLetterbox(part, garments.inputSize, encoder)
    const dims = [1, fit.padded.height, fit.padded.width, 3]
    const input = letterbox(part, fit, encoder.pad)
    const started = performance.now()
    const { logits } = await graph({ image: { type: 'uint8', data: input, dims } }, ['logits'])
    timings.encodeMs += performance.now() - started
    found.push(...drawAreas(logits, garments, fit, crop, image))
  }
  return found
}

function longerSide({ width, height }: Size): number {
  return Math.max(width, height)
}

/** The smallest rectangle of whole pixels of an image that holds what of `box` lies in it. */
function wholePixels(box: Box, image: Size): Box {
  const inside = clampBox(box, image)
  const x = Math.floor(inside.x)
  const y = Math.floor(inside.y)
  return {
    x,
    y,
    width: Math.ceil(inside.x + inside.width) - x,
    height: Math.ceil(inside.y + inside.height) - y,
  }
}

/** A copy of the pixels within `crop`. */
function cutOut({ pixels, width }: Pixels, crop: Box): Pixels {
  const part = new Uint8Array(crop.width * crop.height * 3)
  for (let y = 0; y < crop.height; y++) {
    const from = ((crop.y + y) * width + crop.x) * 3
    part.set(pixels.subarray(from, from + crop.width * 3), y * crop.width * 3)
  }
  return { pixels: part, width: crop.width, height: crop.height }
}
