/**
 * The worker thread of the embedded engine, and the only file that knows onnxruntime, whose runs block their
 * thread. Requests are served one after another; a cancelled one is dropped before its next ONNX run.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { LRUCache } from 'lru-cache'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { CancelledError, ConfigurationError, DeixisError } from '../errors.js'
import type { DetectOptions } from './embedded/detect.js'
import { decode, type Encoding, encode, encodingBytes, findObjects, type Graph } from './embedded/model.js'
import { segment } from './embedded/segment.js'
import {
  type Reply,
  type Request,
  STOP,
  type TaskName,
  type Tasks,
  type Timings,
  type WireError,
  type WorkerSetup,
} from './protocol.js'

/** Pixels and feature maps kept for follow-ups: some 50 photos of 640 × 480, or one of 50 megapixels. */
const CACHE_BYTES = 256e6

const { modelsFolder, manifest, threads } = workerData as WorkerSetup
const port = parentPort!
const encodings = new LRUCache<string, Encoding>({ maxSize: CACHE_BYTES, sizeCalculation: encodingBytes })
const graphs = new Map<'encoder' | 'decoder', Graph>()

let queue = Promise.resolve()
port.on('message', (message: Request | typeof STOP) => {
  queue = queue.then(() => (message === STOP ? port.close() : serve(message)))
})

async function serve(request: Request): Promise<void> {
  const timings: Timings = { encodeMs: 0, decodeMs: 0 }
  try {
    checkWanted(request)
    const { id, width, height, pixels } = request.image
    let encoding = encodings.get(id)
    if (!encoding) {
      if (!pixels) return reply({ id: request.id, kind: 'pixels-wanted' })
      report(request, 0, 'looking at the picture')
      encoding = await encode(await graph('encoder'), { width, height, pixels }, manifest, timings)
      encodings.set(id, encoding)
    }
    const answer = await perform(request, encoding, timings)
    const transfer = answer.flatMap((item) => ('runs' in item ? [item.runs.buffer as ArrayBuffer] : []))
    port.postMessage({ id: request.id, kind: 'answer', answer, timings } satisfies Reply, transfer)
  } catch (error) {
    reply({ id: request.id, kind: 'error', error: describe(error) })
  }
}

async function perform(
  request: Request,
  encoding: Encoding,
  timings: Timings,
): Promise<Tasks[TaskName]['answer']> {
  const { task } = request
  const find = async (options: DetectOptions) =>
    findObjects(await graph('encoder'), encoding, manifest, options, timings)
  if (task.name === 'detect') return find(task.input)
  return segment(
    task.input,
    task.input.every(({ box }) => box) ? [] : await find({}),
    encoding.image,
    async (batch) => decode(await graph('decoder'), encoding, batch, manifest.decoder, timings),
    (fraction) => {
      checkWanted(request)
      report(request, fraction, 'outlining objects')
    },
  )
}

function checkWanted({ cancelled }: Request): void {
  if (Atomics.load(cancelled, 0) !== 0) throw new CancelledError()
}

function report({ id }: Request, fraction: number, message: string): void {
  reply({ id, kind: 'progress', fraction, message })
}

function reply(message: Reply): void {
  port.postMessage(message)
}

function describe(error: unknown): WireError {
  if (error instanceof DeixisError) return { code: error.code, message: error.message }
  const detail = error instanceof Error ? error.message : String(error)
  return { code: 'model-failed', message: `The embedded model failed: ${detail}` }
}

/** A graph of the manifest, loaded when first asked for; a failed load is tried again the next time. */
async function graph(name: 'encoder' | 'decoder'): Promise<Graph> {
  const known = graphs.get(name)
  if (known) return known
  const { file, sha256 } = manifest[name]
  const session = await InferenceSession.create(await readModel(join(modelsFolder, file), sha256), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3, // errors alone: stderr belongs to the program
    // Threads that spin after a run take the core that cropping and pasting need: 10% slower on 2 cores.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  })
  const loaded: Graph = async (inputs, outputs) => {
    const feeds = Object.entries(inputs).map(([key, { type, data, dims }]) => [
      key,
      new Tensor(type, data, dims),
    ])
    const results = await session.run(Object.fromEntries(feeds), outputs)
    return results as unknown as Awaited<ReturnType<Graph>>
  }
  graphs.set(name, loaded)
  return loaded
}

async function readModel(path: string, sha256: string): Promise<Uint8Array> {
  const mend = 'Reinstall deixis, or restore the folder with "git checkout models".'
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new ConfigurationError(`Expected a model file at ${path}, found none that can be read. ${mend}`, {
      cause,
    })
  })
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new ConfigurationError(`The model file ${path} is not the one that the manifest names. ${mend}`)
  }
  return bytes
}
