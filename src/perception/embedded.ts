import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { Mask } from '../mask/mask.js'
import { createWorkerClient } from './client.js'
import { SCORE_THRESHOLD } from './embedded/detect.js'
import { modelsFolder, readManifest } from './embedded/manifest.js'
import type { Grounder, Segmenter } from './engine.js'
import type { Timings, WorkerSetup } from './protocol.js'

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
        const detections = await client.request('detect', null, image, context)
        return detections.filter(({ label, score }) =>
          'everything' in query ? score >= SCORE_THRESHOLD : label === query.phrase,
        )
      },
    },
    segmenter: {
      name: 'embedded',
      async segment(image, prompts, context) {
        if (prompts.length === 0) return []
        const masks = await client.request('segment', prompts, image, context)
        return masks.map(({ runs, score }) => ({ mask: Mask.fromRuns(runs, image), score }))
      },
    },
    close: client.close,
  }
}
