import { boxArea, scaleBox } from '../../geometry.js'
import { foregroundLength } from '../../mask/runs.js'
import type { Candidate, Detection } from '../engine.js'
import type { Timings, WireArea } from '../protocol.js'
import { type DetectOptions, detect, type View } from './detect.js'
import { drawHints } from './hints.js'
import { cutCrops, fitLetterbox, letterbox, type Pixels } from './letterbox.js'
import type { DecoderManifest, EncoderManifest, Manifest } from './manifest.js'
import { pasteMask } from './paste.js'
import { obeyPoints } from './points.js'
import type { Proposal } from './prompts.js'
import { type Part, proposeParts } from './propose.js'

/** A mask that fills less of its box has collapsed and counts as none; among 2,800 objects of COCO the least is 0.045. */
const COLLAPSED = 0.02

/** What onnxruntime takes and gives. */
export interface Tensor {
  type: 'float32' | 'uint8'
  data: Float32Array | Uint8Array
  dims: readonly number[]
}

/** Runs one ONNX graph: named inputs to the named outputs. */
export type Graph = (
  inputs: Record<string, Tensor>,
  outputs: readonly string[],
) => Promise<Record<string, Tensor>>

/** Everything that later turns need of an image: with it, only the decoder runs (and once the second view). */
export interface Encoding {
  image: Pixels
  /** Encoder pixels to an image pixel. */
  scale: number
  /** float32 [1, C, h, w] by name. */
  features: Record<string, Tensor>
  /** What the detector reads: the view of the feature maps, and the second one once it was needed. */
  views: View[]
  /** What its parts may be, once that was asked for. */
  candidates?: readonly Candidate[]
  /** What surrounds its objects, once that was asked for. */
  surroundings?: readonly WireArea[]
  /** What its people wear, once that was asked for. */
  garments?: readonly WireArea[]
}

/** A mask as column-major runs. */
export interface DecodedMask {
  runs: Uint32Array
  /** The model's estimate of the IoU with the true mask; 0 for an empty one. */
  score: number
  /** Points of the prompt that the model's mask missed or wrongly held, before they were put right. */
  contradictions: number
}

/** Stage 1: feature maps of an image, and what the encoder sees on the view that they come from. */
export async function encode(
  graph: Graph,
  image: Pixels,
  { encoder, decoder }: Manifest,
  timings: Timings,
): Promise<Encoding> {
  const { view, features } = await look(graph, image, encoder.inputSize, decoder.features, encoder, timings)
  return { image, scale: view.scale, features, views: [view] }
}

/**
 * Objects in an image, best first. The detector looks twice: the second view, larger and mirrored, finds smaller things
 * and what the first one misses by chance. It is taken when detections are first asked for and kept with the encoding.
 *
 * @param options as of {@link detect}; a lower threshold than answers need serves to measure the detector
 */
export async function findObjects(
  graph: Graph,
  encoding: Encoding,
  { encoder, classes }: Manifest,
  options: DetectOptions,
  timings: Timings,
): Promise<Detection[]> {
  return detect(await lookTwice(graph, encoding, encoder, timings), classes, encoding.image, options)
}

/** Parts of an image that may be something, the whole image first; from the same two looks as {@link findObjects}. */
export async function findParts(
  graph: Graph,
  encoding: Encoding,
  { encoder, classes }: Manifest,
  timings: Timings,
): Promise<Part[]> {
  return proposeParts(await lookTwice(graph, encoding, encoder, timings), classes, encoding.image)
}

async function lookTwice(
  graph: Graph,
  { image, views }: Encoding,
  encoder: EncoderManifest,
  timings: Timings,
): Promise<readonly View[]> {
  if (views.length === 1) {
    views.push((await look(graph, image, encoder.secondInputSize, [], encoder, timings, true)).view)
  }
  return views
}

/** Mirrors boxes, x0 y0 x1 y1 each, in place on an image of that width. */
function mirrorBoxes(boxes: Float32Array, width: number): void {
  for (let i = 0; i < boxes.length; i += 4) {
    const left = width - boxes[i + 2]!
    boxes[i + 2] = width - boxes[i]!
    boxes[i] = left
  }
}

/**
 * One run of the encoder on an image whose longer side is scaled to `inputSize`. Adds its time to `timings`.
 *
 * @param mirrored whether it sees the mirrored image; boxes are those of the image itself, feature maps of what it sees
 */
async function look(
  graph: Graph,
  image: Pixels,
  inputSize: number,
  featureNames: readonly string[],
  encoder: EncoderManifest,
  timings: Timings,
  mirrored = false,
): Promise<{ view: View; features: Encoding['features'] }> {
  const fit = fitLetterbox(image, inputSize, encoder)
  const input = letterbox(image, fit, encoder.pad, mirrored)
  const dims = [1, fit.padded.height, fit.padded.width, 3]
  const started = performance.now()
  const outputs = await graph({ image: { type: 'uint8', data: input, dims } }, [
    'scores', // [1, A, 80]
    'boxes', // [1, A, 4], x0 y0 x1 y1 in encoder pixels
    ...featureNames,
  ])
  timings.encodeMs += performance.now() - started
  const features = Object.fromEntries(featureNames.map((name) => [name, outputs[name]!]))
  const boxes = floats(outputs.boxes)
  if (mirrored) mirrorBoxes(boxes, image.width * fit.scale)
  return { view: { scores: floats(outputs.scores), boxes, scale: fit.scale }, features }
}

/** Stage 2: one mask a proposal, in their order; the boxes lie inside the image. */
export async function decode(
  graph: Graph,
  { image, scale, features }: Encoding,
  proposals: readonly Proposal[],
  manifest: DecoderManifest,
  timings: Timings,
): Promise<DecodedMask[]> {
  const side = manifest.cropSize
  const count = proposals.length
  const rectangles = proposals.map(({ box }) => scaleBox(box, manifest.context))
  const corners = proposals.flatMap(({ box: { x, y, width, height } }) => [x, y, x + width, y + height])
  const boxes = Float32Array.from(corners, (value) => value * scale)
  const inputs: Record<string, Tensor> = {
    ...features,
    boxes: { type: 'float32', data: boxes, dims: [count, 4] },
    crops: { type: 'uint8', data: cutCrops(image, rectangles, manifest), dims: [count, side, side, 3] },
    hints: {
      type: 'float32',
      data: drawHints(proposals, rectangles, side, image),
      dims: [count, 2, side, side],
    },
  }
  const started = performance.now()
  const outputs = await graph(inputs, ['logits', 'iou']) // [N, side, side], [N]
  timings.decodeMs += performance.now() - started
  const logits = floats(outputs.logits)
  const ious = floats(outputs.iou)
  return proposals.map(({ box, points }, n) => {
    const own = logits.subarray(n * side * side, (n + 1) * side * side)
    const contradictions = obeyPoints(own, side, rectangles[n]!, points)
    const runs = pasteMask(own, side, rectangles[n]!, image)
    const collapsed = foregroundLength(runs) < COLLAPSED * boxArea(box)
    if (collapsed) return { runs: Uint32Array.of(image.width * image.height), score: 0, contradictions }
    return { runs, score: ious[n]!, contradictions }
  })
}

/** Room for what is found out later: candidates with 1000 probabilities each, and areas. */
const LATER_BYTES = 0.5e6

/** About how much memory an encoding holds, with both views and all that is ever found out. */
export function encodingBytes({ image, features, views: [first] }: Encoding): number {
  const maps = Object.values(features).reduce((sum, { data }) => sum + data.byteLength, 0)
  return image.pixels.byteLength + maps + 3 * (first?.scores.byteLength ?? 0) + LATER_BYTES
}

/** The numbers of an output. */
export function floats(tensor: Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new TypeError('The graph lacks an output of float32.')
  return tensor.data
}
