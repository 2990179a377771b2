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
import { findGarments } from './embedded/garments.js'
import {
  decode,
  type Encoding,
  encode,
  encodingBytes,
  findObjects,
  findParts,
  type Graph,
} from './embedded/model.js'
import { nameParts } from './embedded/namer.js'
import { segment } from './embedded/segment.js'
import { findSurroundings } from './embedded/surroundings.js'
import {
  READY,
  type Reply,
  type Request,
  STOP,
  type TaskName,
  type Tasks,
  type Timings,
  type WireArea,
  type WireError,
  type WorkerSetup,
} from './protocol.js'

type GraphName = 'encoder' | 'decoder' | 'namer' | 'garments' | 'surroundings'

const { modelsFolder, manifest, threads, cacheBytes } = workerData as WorkerSetup
const port = parentPort!
const encodings = new LRUCache<string, Encoding>({ maxSize: cacheBytes, sizeCalculation: encodingBytes })
const graphs = new Map<GraphName, Graph>()

let queue = Promise.resolve()
port.on('message', (message: Request | typeof STOP) => {
  queue = queue.then(() => (message === STOP ? port.close() : serve(message)))
})
port.postMessage(READY)

async function serve(request: Request): Promise<void> {
  const timings: Timings = { encodeMs: 0, decodeMs: 0 }
  try {
    checkWanted(request)
    const { id, width, height, pixels } = request.image
    let encoding = encodings.get(id)
    const hit = encoding !== undefined
    if (!encoding) {
      if (!pixels) return reply({ id: request.id, kind: 'pixels-wanted' })
      report(request, 0, 'looking at the picture')
      encoding = await encode(await graph('encoder'), { width, height, pixels }, manifest, timings)
      encodings.set(id, encoding)
    }
    const answer = await perform(request, encoding, timings)
    const transfer = answer.flatMap((item) => ('runs' in item ? [item.runs.buffer as ArrayBuffer] : []))
    const cache = { hit, bytes: encodings.calculatedSize }
    port.postMessage({ id: request.id, kind: 'answer', answer, timings, cache } satisfies Reply, transfer)
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
  /** Called before each run with the share of the work that is done. */
  const step = (message: string) => (fraction: number) => {
    checkWanted(request)
    report(request, fraction, message)
  }
  if (task.name === 'detect') return find(task.input)
  if (task.name === 'name') {
    encoding.candidates ??= await nameParts(
      await graph('namer'),
      encoding,
      await findParts(await graph('encoder'), encoding, manifest, timings),
      manifest.namer,
      timings,
      step('naming what is there'),
    )
    return encoding.candidates
  }
  if (task.name === 'surroundings') {
    encoding.surroundings ??= await findSurroundings(
      await graph('surroundings'),
      encoding,
      manifest.encoder,
      manifest.surroundings,
      timings,
    )
    return encoding.surroundings.map(copyOf)
  }
  if (task.name === 'garments') {
    encoding.garments ??= await findGarments(
      await graph('garments'),
      encoding.image,
      (await find({})).filter(({ label }) => label === 'person'),
      manifest.encoder,
      manifest.garments,
      timings,
      step('looking at clothes'),
    )
    return encoding.garments.map(copyOf)
  }
  return segment(
    task.input,
    task.input.every(({ box }) => box) ? [] : await find({}),
    encoding.image,
    async (batch) => decode(await graph('decoder'), encoding, batch, manifest.decoder, timings),
    step('outlining objects'),
  )
}

/** An area to send away: its runs go to the other thread, the kept ones stay here. */
function copyOf(area: WireArea): WireArea {
  return { ...area, runs: area.runs.slice() }
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
async function graph(name: GraphName): Promise<Graph> {
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
