import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { ConfigurationError, UserInputError } from '../errors.js'
import { type Size, uniteBoxes } from '../geometry.js'
import type { Image } from '../image/image.js'
import { Mask } from '../mask/mask.js'
import { SCORE_THRESHOLD } from './embedded/detect.js'
import { labelsOf, type Manifest, modelsFolder, readManifest, readNamedClasses } from './embedded/manifest.js'
import type {
  Detection,
  EngineContext,
  Grounder,
  NamedClass,
  Namer,
  Segmenter,
  SegmentPrompt,
} from './engine.js'
import { createWorkerPool, type EngineLoad } from './pool.js'
import type { Timings, WireArea, WirePrompt, WorkerSetup } from './protocol.js'

/** More threads than this gain nothing on graphs of this size. */
const MAX_THREADS = 4
/** Kept for follow-ups, all workers together: some 50 photos of 640 × 480. */
const CACHE_BYTES = 256e6
/** What each worker has at least: room for a picture of 50 megapixels. */
const MIN_CACHE_BYTES = 160e6
/** More would wait for minutes, each with its picture in memory. */
const MAX_WAITING = 1000

export interface EmbeddedOptions {
  /** Worker threads at most, 1 by default: so many requests are worked on side by side. */
  workers?: number | undefined
  /** Threads of one ONNX run; by default the cores shared out over the workers, at most 4. */
  threads?: number
  /** Requests that may wait for a worker, 1000 by default; those beyond are refused with `busy`. */
  maxWaiting?: number | undefined
  /** Requests of one {@link EngineContext.caller} that may wait; as many as of all together by default. */
  maxWaitingOfCaller?: number | undefined
  /** Told after each request how long its ONNX runs took. */
  observe?: (timings: Timings) => void
}

export interface EmbeddedEngine {
  grounder: Grounder & {
    /** The nouns that it can find. */
    readonly labels: readonly string[]
  }
  segmenter: Segmenter
  namer: Namer
  /** Every candidate of the detector, best first, down to scores of `threshold`: for average precision and curves. */
  survey(image: Image, threshold: number, context: EngineContext): Promise<Detection[]>
  /** What its workers have to do, and have done so far. */
  load(): EngineLoad
  /** Cancels what waits and what is under way, and waits for the workers to leave. */
  close(): Promise<void>
}

/**
 * The engine that ships with deixis. It loads nothing before its first request. Throws {@link ConfigurationError} for a
 * number of workers or requests below 1.
 */
export function createEmbeddedEngine({
  workers = 1,
  threads = Math.max(1, Math.min(MAX_THREADS, Math.floor(availableParallelism() / workers))),
  maxWaiting = MAX_WAITING,
  maxWaitingOfCaller = maxWaiting,
  observe = () => {},
}: EmbeddedOptions = {}): EmbeddedEngine {
  for (const [name, value] of Object.entries({ workers, maxWaiting, maxWaitingOfCaller })) {
    if (!(Number.isInteger(value) && value >= 1)) {
      throw new ConfigurationError(`${name}: expected a whole number of 1 or more, received ${value}.`)
    }
  }
  const folder = modelsFolder()
  let words: Vocabulary | undefined
  let labels: readonly string[] | undefined
  let named: readonly NamedClass[] | undefined
  const start = () => {
    const cacheBytes = Math.max(CACHE_BYTES / workers, MIN_CACHE_BYTES)
    const setup: WorkerSetup = { modelsFolder: folder, manifest: readManifest(folder), threads, cacheBytes }
    return new Worker(new URL('./worker.js', import.meta.url), { workerData: setup })
  }
  const pool = createWorkerPool(start, { size: workers, maxWaiting, maxWaitingOfCaller, observe })
  const vocabulary = (): Vocabulary => {
    words ??= vocabularyOf(readManifest(folder))
    return words
  }
  const draw =
    (task: 'garments' | 'surroundings') =>
    async (image: Image, context: EngineContext): Promise<Detection[]> =>
      (await pool.request(task, null, image, context)).map((area) => drawn(area, image))
  const ask: Record<keyof Vocabulary, (image: Image, context: EngineContext) => Promise<Detection[]>> = {
    detect: (image, context) => pool.request('detect', {}, image, context),
    garments: draw('garments'),
    surroundings: draw('surroundings'),
  }

  return {
    grounder: {
      name: 'embedded',
      get labels() {
        labels ??= Object.values(vocabulary()).flat()
        return labels
      },
      async ground(image, query, context) {
        if ('everything' in query) {
          const detections = await pool.request('detect', {}, image, context)
          return detections.filter(({ score }) => score >= SCORE_THRESHOLD)
        }
        const wanted = 'phrase' in query ? [query.phrase] : query.phrases
        const found: Detection[] = []
        for (const [task, named] of Object.entries(vocabulary())) {
          if (!named.some((label) => wanted.includes(label))) continue
          found.push(...(await ask[task as keyof Vocabulary](image, context)))
        }
        return found.filter(({ label }) => wanted.includes(label))
      },
    },
    segmenter: {
      name: 'embedded',
      async segment(image, prompts, context) {
        if (prompts.length === 0) return []
        const wired = prompts.map((prompt) => wirePrompt(prompt, image))
        const masks = await pool.request('segment', wired, image, context)
        return masks.map(({ runs, score }) => ({ mask: Mask.fromRuns(runs, image), score }))
      },
    },
    namer: {
      name: 'embedded',
      get classes() {
        named ??= readNamedClasses(folder, readManifest(folder))
        return named
      },
      candidates: async (image, context) => [...(await pool.request('name', null, image, context))],
    },
    survey: (image, threshold, context) => pool.request('detect', { threshold }, image, context),
    load: pool.load,
    close: pool.close,
  }
}

/** What each task of the worker has names for. */
type Vocabulary = Record<'detect' | 'garments' | 'surroundings', readonly string[]>

function vocabularyOf(manifest: Manifest): Vocabulary {
  return {
    detect: manifest.classes,
    garments: labelsOf(manifest.garments),
    surroundings: labelsOf(manifest.surroundings),
  }
}

function drawn({ label, score, runs }: WireArea, size: Size): Detection {
  const mask = Mask.fromRuns(runs, size)
  return { label, score, box: mask.box, mask }
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
