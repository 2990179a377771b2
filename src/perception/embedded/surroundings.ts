import type { Timings, WireArea } from '../protocol.js'
import { fitLetterbox } from './letterbox.js'
import type { EncoderManifest, SurroundingsManifest } from './manifest.js'
import type { Encoding, Graph } from './model.js'
import { drawAreas } from './semantic.js'

/** What surrounds the objects of an image (sky, grass, walls ...), read from the encoder's feature maps. */
export async function findSurroundings(
  graph: Graph,
  { image, features }: Encoding,
  encoder: EncoderManifest,
  surroundings: SurroundingsManifest,
  timings: Timings,
): Promise<WireArea[]> {
  const inputs = Object.fromEntries(surroundings.features.map((name) => [name, features[name]!]))
  const started = performance.now()
  const { logits } = await graph(inputs, ['logits'])
  timings.encodeMs += performance.now() - started
  const { width, height } = image
  const fit = fitLetterbox(image, encoder.inputSize, encoder)
  return drawAreas(logits, surroundings, fit, { x: 0, y: 0, width, height }, image)
}
