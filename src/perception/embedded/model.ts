import { scaleBox } from '../../geometry.js'
import type { Detection } from '../engine.js'
import type { Timings } from '../protocol.js'
import { detect } from './detect.js'
import { cutCrops, fitLetterbox, letterbox, type Pixels } from './letterbox.js'
import type { DecoderManifest, Manifest } from './manifest.js'
import { pasteMask } from './paste.js'
import { obeyPoints } from './points.js'
import type { Proposal } from './prompts.js'

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

/** Everything that later turns need of an image: with it, only the decoder runs. */
export interface Encoding {
  image: Pixels
  /** Encoder pixels to an image pixel. */
  scale: number
  /** float32 [1, C, h, w] by name. */
  features: Record<string, Tensor>
  detections: Detection[]
}

/** A mask as column-major runs. */
export interface DecodedMask {
  runs: Uint32Array
  /** The model's estimate of the IoU with the true mask; 0 for an empty one. */
  score: number
  /** Points of the prompt that the model's mask missed or wrongly held, before they were put right. */
  contradictions: number
}

/** Stage 1: detections and feature maps of an image. Adds the time of the run to `timings`. */
export async function encode(
  graph: Graph,
  image: Pixels,
  { encoder, decoder, classes }: Manifest,
  timings: Timings,
): Promise<Encoding> {
  const fit = fitLetterbox(image, encoder)
  const input = letterbox(image, fit, encoder.pad)
  const dims = [1, fit.padded.height, fit.padded.width, 3]
  const started = performance.now()
  const outputs = await graph({ image: { type: 'uint8', data: input, dims } }, [
    'scores', // [1, A, 80]
    'boxes', // [1, A, 4], x0 y0 x1 y1 in encoder pixels
    ...decoder.features,
  ])
  timings.encodeMs += performance.now() - started
  const features = Object.fromEntries(decoder.features.map((name) => [name, outputs[name]!]))
  const detections = detect(floats(outputs.scores), floats(outputs.boxes), classes, fit.scale, image)
  return { image, scale: fit.scale, features, detections }
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
  }
  const started = performance.now()
  const outputs = await graph(inputs, ['logits', 'iou']) // [N, side, side], [N]
  timings.decodeMs += performance.now() - started
  const logits = floats(outputs.logits)
  const ious = floats(outputs.iou)
  return proposals.map(({ points }, n) => {
    const own = logits.subarray(n * side * side, (n + 1) * side * side)
    const contradictions = obeyPoints(own, side, rectangles[n]!, points)
    const runs = pasteMask(own, side, rectangles[n]!, image)
    return { runs, score: runs.length > 1 ? ious[n]! : 0, contradictions }
  })
}

/** About how much memory an encoding holds. */
export function encodingBytes({ image, features }: Encoding): number {
  const maps = Object.values(features).reduce((sum, { data }) => sum + data.byteLength, 0)
  return image.pixels.byteLength + maps
}

function floats(tensor: Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new TypeError('The graph lacks an output of float32.')
  return tensor.data
}
