import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { UserInputError } from '../errors.js'
import { type Size, uniteBoxes } from '../geometry.js'
import type { Image } from '../image/image.js'
import { Mask } from '../mask/mask.js'
import { createWorkerClient } from './client.js'
import { SCORE_THRESHOLD } from './embedded/detect.js'
import { modelsFolder, readManifest } from './embedded/manifest.js'
import type { Detection, EngineContext, Grounder, Segmenter, SegmentPrompt } from './engine.js'
import type { Timings, WirePrompt, WorkerSetup } from './protocol.js'

/** More threads than this gain nothing on graphs of this size. */
const MAX_THREADS = 4

export interface EmbeddedOptions {
  /** Threads of one ONNX run; one for each core by default, at most 4. */
  threads?: number
  /** Told after each request how long its ONNX runs took. */
  observe?: (timings: Timings) => void
}

export interface EmbeddedEngine {
  grounder: Grounder & {
    /** The nouns that it can find. */
    readonly labels: readonly string[]
  }
  segmenter: Segmenter
  /** Every candidate of the detector, best first, down to scores of `threshold`: for average precision and curves. */
  survey(image: Image, threshold: number, context: EngineContext): Promise<Detection[]>
  /** Cancels what is under way and waits for the worker to leave. */
  close(): Promise<void>
}

/** The engine that ships with deixis. It loads nothing before its first request. */
export function createEmbeddedEngine({
  threads = Math.min(MAX_THREADS, availableParallelism()),
  observe,
}: EmbeddedOptions = {}): EmbeddedEngine {
  const folder = modelsFolder()
  let labels: readonly string[] | undefined
  const client = createWorkerClient(() => {
    const setup: WorkerSetup = { modelsFolder: folder, manifest: readManifest(folder), threads }
    return new Worker(new URL('./worker.js', import.meta.url), { workerData: setup })
  }, observe)

  return {
    grounder: {
      name: 'embedded',
      get labels() {
        labels ??= readManifest(folder).classes
        return labels
      },
      async ground(image, query, context) {
        const detections = await client.request('detect', {}, image, context)
        if ('everything' in query) return detections.filter(({ score }) => score >= SCORE_THRESHOLD)
        const wanted = 'phrase' in query ? [query.phrase] : query.phrases
        return detections.filter(({ label }) => wanted.includes(label))
      },
    },
    segmenter: {
      name: 'embedded',
      async segment(image, prompts, context) {
        if (prompts.length === 0) return []
        const wired = prompts.map((prompt) => wirePrompt(prompt, image))
        const masks = await client.request('segment', wired, image, context)
        return masks.map(({ runs, score }) => ({ mask: Mask.fromRuns(runs, image), score }))
      },
    },
    survey: (image, threshold, context) => client.request('detect', { threshold }, image, context),
    close: client.close,
  }
}

/** A mask without a box is looked at in its own, stretched to the points that belong to the object. */
function wirePrompt({ box, points = [], mask }: SegmentPrompt, image: Size): WirePrompt {
  if (!mask) return { ...(box && { box }), points }
  if (mask.width !== image.width || mask.height !== image.height || mask.isEmpty) {
    throw new UserInputError(
      'bad-input',
      `Expected a mask of ${image.width} × ${image.height} pixels with something in it, received ${
        mask.isEmpty ? 'an empty one' : `one of ${mask.width} × ${mask.height}`
      }.`,
    )
  }
  const added = points.filter(({ positive }) => positive)
  const whole = added.reduce((sum, { x, y }) => uniteBoxes(sum, { x, y, width: 1, height: 1 }), mask.box)
  return { box: box ?? whole, points, rough: mask.runs }
}
