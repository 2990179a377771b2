import type { Worker } from 'node:worker_threads'
import { LRUCache } from 'lru-cache'
import {
  CancelledError,
  ConfigurationError,
  type DeixisError,
  ModelError,
  UserInputError,
} from '../errors.js'
import type { Image } from '../image/image.js'
import { READY, type Reply, type Request, STOP, type WireError } from './protocol.js'

/** Pictures that a worker is remembered to know, beyond what fits in its cache. */
const MAX_KNOWN = 1000

/** Work for a worker. */
export interface Job extends Pick<Request, 'task' | 'cancelled'> {
  readonly image: Image
  progress(fraction: number, message: string): void
}

export type Answered = Reply & { kind: 'answer' }

/** The worker left, or crashed, in the middle of a request. */
export class WorkerLostError extends ModelError {
  constructor(cause: Error | undefined) {
    super('The model worker stopped during this request. Others go on: a new worker has taken its place.', {
      cause,
    })
  }
}

/** The main thread's side of one worker, which is started when first needed, and anew after it was lost. */
export interface WorkerClient {
  readonly started: boolean
  readonly busy: boolean
  /** How many of its workers were lost. */
  readonly losses: number
  /** What its encodings take, as it last said. */
  readonly cacheBytes: number
  /** Whether its worker was given a picture's pixels, and so probably holds the encoding. */
  knows(imageId: string): boolean
  /** One at a time. Throws what the worker answered, {@link WorkerLostError}, and {@link ModelError} where none can start. */
  serve(job: Job): Promise<Answered>
  /** Lets the worker finish and leave by itself. */
  stop(): Promise<void>
}

interface Pending {
  readonly id: number
  readonly job: Job
  resolve(answered: Answered): void
  reject(error: Error): void
}

/** @param start makes a worker that speaks the protocol */
export function createWorkerClient(start: () => Worker): WorkerClient {
  const known = new LRUCache<string, true>({ max: MAX_KNOWN })
  let worker: Worker | undefined
  let ready = false
  let pending: Pending | undefined
  let lastId = 0
  let losses = 0
  let cacheBytes = 0

  function running(): Worker {
    if (worker) return worker
    const started = start()
    let cause: Error | undefined
    started.on('message', receive)
    started.on('error', (error) => {
      cause = error
    })
    // Follows an error, too, and all that was said before.
    started.on('exit', () => lose(started, cause))
    worker = started
    ready = false
    return started
  }

  function post({ id, job }: Pending, withPixels: boolean): void {
    const target = running()
    const { image, task, cancelled } = job
    const request: Request = {
      id,
      image: { id: image.id, width: image.width, height: image.height },
      task,
      cancelled,
    }
    if (withPixels) {
      const pixels = new Uint8Array(image.pixels)
      target.postMessage({ ...request, image: { ...request.image, pixels } } satisfies Request, [
        pixels.buffer,
      ])
    } else {
      target.postMessage(request)
    }
    known.set(image.id, true)
    target.ref()
  }

  function receive(reply: Reply | typeof READY): void {
    if (reply === READY) {
      ready = true
      return
    }
    if (reply.id !== pending?.id) return
    switch (reply.kind) {
      case 'progress':
        pending.job.progress(reply.fraction, reply.message)
        return
      case 'pixels-wanted':
        if (worker) post(pending, true)
        return
      case 'answer':
        cacheBytes = reply.cache.bytes
        finish().resolve(reply)
        return
      case 'error':
        finish().reject(reviveError(reply.error))
    }
  }

  function finish(): Pending {
    const finished = pending!
    pending = undefined
    worker?.unref() // an idle worker keeps no process alive
    return finished
  }

  function lose(lost: Worker, cause: Error | undefined): void {
    if (worker !== lost) return
    worker = undefined
    known.clear()
    cacheBytes = 0
    losses++
    if (pending) finish().reject(ready ? new WorkerLostError(cause) : cannotStart(cause))
  }

  return {
    get started() {
      return worker !== undefined
    },
    get busy() {
      return pending !== undefined
    },
    get losses() {
      return losses
    },
    get cacheBytes() {
      return cacheBytes
    },
    knows: (imageId) => known.has(imageId),
    serve(job) {
      return new Promise((resolve, reject) => {
        const asked = { id: ++lastId, job, resolve, reject }
        post(asked, !known.has(job.image.id))
        pending = asked
      })
    },
    async stop() {
      const leaving = worker
      if (!leaving) return
      worker = undefined
      leaving.ref()
      const gone = new Promise((resolve) => leaving.once('exit', resolve))
      leaving.postMessage(STOP)
      await gone // never terminate(): during a run that aborts the whole process
      if (pending) finish().reject(new CancelledError())
    },
  }
}

function cannotStart(cause: Error | undefined): ModelError {
  return new ModelError(
    'The model worker cannot start: reinstall deixis. DEIXIS_DEBUG=1 shows what it lacks.',
    {
      cause,
    },
  )
}

function reviveError({ code, message }: WireError): DeixisError {
  switch (code) {
    case 'cancelled':
      return new CancelledError()
    case 'bad-configuration':
      return new ConfigurationError(message)
    case 'model-failed':
      return new ModelError(message)
    default:
      return new UserInputError(code, message)
  }
}
