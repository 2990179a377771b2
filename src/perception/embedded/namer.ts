import { type Box, boxCentre, type Size } from '../../geometry.js'
import type { Candidate } from '../engine.js'
import type { Timings } from '../protocol.js'
import { cutCrops } from './letterbox.js'
import type { NamerManifest } from './manifest.js'
import { type Encoding, floats, type Graph } from './model.js'
import type { Part } from './propose.js'

/** Parts named in one run: a cancelled request stops between two runs. */
const BATCH = 8

/** A crop's side over the longer one of its part. Among 1.0 to 1.6 the tightest know most, and boxes may be too small. */
const CONTEXT = 1.1

/**
 * Says of each part what it may be, in their order.
 *
 * @param parts the whole image, then parts of it
 * @param step called before each run with the share of the work that is done; may throw to stop
 */
export async function nameParts(
  graph: Graph,
  { image }: Pick<Encoding, 'image'>,
  [whole, ...parts]: readonly Part[],
  { wholeSize, partSize }: NamerManifest,
  timings: Timings,
  step: (fraction: number) => void,
): Promise<Candidate[]> {
  const named: Candidate[] = []

  async function name(batch: readonly Part[], rectangles: readonly Box[], side: number): Promise<void> {
    step(named.length / (parts.length + 1))
    const data = cutCrops(image, rectangles, { cropSize: side })
    const started = performance.now()
    const outputs = await graph(
      { crops: { type: 'uint8', data, dims: [batch.length, side, side, 3] } },
      ['probabilities'], // [N, classes]
    )
    timings.encodeMs += performance.now() - started
    const all = floats(outputs.probabilities)
    const classes = all.length / batch.length
    const own = (n: number): Float32Array => all.slice(n * classes, (n + 1) * classes)
    named.push(...batch.map((part, n) => ({ ...part, probabilities: own(n) })))
  }

  if (whole) await name([whole], [whole.box], wholeSize)
  for (let first = 0; first < parts.length; first += BATCH) {
    const batch = parts.slice(first, first + BATCH)
    const rectangles = batch.map(({ box }) => squareRound(box, image))
    await name(batch, rectangles, partSize)
  }
  return named
}

/** A square round a part, moved into the image; narrower where the image is. */
function squareRound(box: Box, image: Size): Box {
  const side = CONTEXT * Math.max(box.width, box.height)
  const width = Math.min(side, image.width)
  const height = Math.min(side, image.height)
  const centre = boxCentre(box)
  const x = Math.min(Math.max(0, centre.x - width / 2), image.width - width)
  const y = Math.min(Math.max(0, centre.y - height / 2), image.height - height)
  return { x, y, width, height }
}
