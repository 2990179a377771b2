import type { Worker } from 'node:worker_threads'
import { LRUCache } from 'lru-cache'
import { CancelledError, ModelError, throwIfAborted, UserInputError } from '../errors.js'
import type { Image } from '../image/image.js'
import { createWorkerClient, type Job, type WorkerClient, WorkerLostError } from './client.js'
import type { EngineContext } from './engine.js'
import { createLine, type LineLimits } from './pool-line.js'
import type { Request, TaskName, Tasks, Timings } from './protocol.js'

/**
 * With more requests than this before the worker that knows their pictures, a free one looks at a picture anew: that takes
 * as long as one or two of them.
 */
const PATIENCE = 2
/** What the pictures of waiting requests may take, in bytes of pixels: a line of large ones fills the memory before it is long. */
const MAX_WAITING_BYTES = 1024 * 1024 * 1024
/** A picture that has stopped so many workers in a row is not tried again. */
const MAX_LOSSES = 2
/** Pictures whose losses are remembered. */
const MAX_SUSPECTS = 1000

export interface PoolOptions extends LineLimits {
  /** Worker threads at most; each is started when those before it are busy. */
  readonly size: number
  /** Told after each request what it took. */
  readonly observe: (timings: Timings) => void
}

/** What the engine has to do, and what it has done so far. */
export interface EngineLoad {
  /** Requests that wait for a worker. */
  readonly waiting: number
  /** Requests that a worker is at. */
  readonly running: number
  /** Requests that a worker has taken up. */
  readonly begun: number
  /** Milliseconds that those had waited, all together. */
  readonly waitedMs: number
  /** Requests for which there was no room. */
  readonly refused: number
  /** Worker threads that run. */
  readonly workers: number
  /** Workers that crashed or left; another is started in their place. */
  readonly workersLost: number
  /** Answers about pictures that the worker had an encoding of, and that it had none of. */
  readonly cacheHits: number
  readonly cacheMisses: number
  /** What encodings take, pixels included. */
  readonly cacheBytes: number
}

/** Worker threads behind one line. */
export interface WorkerPool {
  /**
   * Throws `busy` at once where there is no room, {@link CancelledError} as soon as the context's signal fires, and
   * {@link ModelError} where the worker crashed on this request.
   */
  request<Name extends TaskName>(
    name: Name,
    input: Tasks[Name]['input'],
    image: Image,
    context: EngineContext,
  ): Promise<Tasks[Name]['answer']>
  load(): EngineLoad
  /** Cancels what waits and what is under way, and lets the workers leave by themselves. */
  close(): Promise<void>
}

interface Waiting extends Job {
  readonly caller: string
  /** Of `performance.now()`. */
  readonly since: number
  resolve(answer: Tasks[TaskName]['answer']): void
  reject(error: unknown): void
}

/** @param start makes a worker that speaks the protocol */
export function createWorkerPool(start: () => Worker, options: PoolOptions): WorkerPool {
  const line = createLine<Waiting>(options)
  const clients = Array.from({ length: options.size }, () => createWorkerClient(start))
  const suspects = new LRUCache<string, number>({ max: MAX_SUSPECTS })
  const underWay = new Set<Waiting>()
  const done = { begun: 0, waitedMs: 0, refused: 0, cacheHits: 0, cacheMisses: 0 }
  let closing: Promise<void> | undefined

  /** Gives every free worker what it may do. */
  function advance(): void {
    // One that runs before one that has yet to start; of those, the one with the most room left.
    const inOrder = [...clients].sort(
      (a, b) => Number(b.started) - Number(a.started) || a.cacheBytes - b.cacheBytes,
    )
    for (const client of inOrder) {
      if (client.busy) continue
      const waiting = line.take((one) => suits(client, one.image.id))
      if (waiting) void work(client, waiting)
    }
  }

  /** A picture is for the worker that knows it, or for any where none does, or all that do have too much to do. */
  function suits(client: WorkerClient, imageId: string): boolean {
    const knowing = clients.filter((other) => other.knows(imageId))
    return (
      knowing.length === 0 || knowing.includes(client) || knowing.every((other) => backlog(other) > PATIENCE)
    )
  }

  /** Requests that wait for a busy worker. */
  function backlog(client: WorkerClient): number {
    return client.busy ? line.items().filter(({ image }) => client.knows(image.id)).length : 0
  }

  async function work(client: WorkerClient, waiting: Waiting): Promise<void> {
    const { id } = waiting.image
    underWay.add(waiting)
    try {
      if ((suspects.get(id) ?? 0) >= MAX_LOSSES) throw unbearable()
      done.begun++
      done.waitedMs += performance.now() - waiting.since
      const { answer, timings, cache } = await client.serve(waiting)
      suspects.delete(id)
      done[cache.hit ? 'cacheHits' : 'cacheMisses']++
      options.observe(timings)
      waiting.resolve(answer)
    } catch (error) {
      if (error instanceof WorkerLostError) suspects.set(id, (suspects.get(id) ?? 0) + 1)
      waiting.reject(error)
    } finally {
      underWay.delete(waiting)
      advance()
    }
  }

  async function request<Name extends TaskName>(
    name: Name,
    input: Tasks[Name]['input'],
    image: Image,
    { signal, caller = '', progress }: EngineContext,
  ): Promise<Tasks[Name]['answer']> {
    throwIfAborted(signal)
    if (closing) throw new ModelError('The engine was closed. Create a new one.')
    const cancelled = new Int32Array(new SharedArrayBuffer(4))
    const answer = new Promise<Tasks[TaskName]['answer']>((resolve, reject) => {
      const waiting: Waiting = {
        caller,
        since: performance.now(),
        image,
        task: { name, input } as Request['task'],
        cancelled,
        progress(fraction, message) {
          if (Atomics.load(cancelled, 0) === 0) progress(fraction, message)
        },
        resolve: (answer) => settle(() => resolve(answer)),
        reject: (error) => settle(() => reject(error)),
      }
      const cancel = () => {
        line.remove(waiting)
        // A run cannot be interrupted: the worker sees the cell before its next one.
        Atomics.store(cancelled, 0, 1)
        waiting.reject(new CancelledError())
      }
      const settle = (how: () => void) => {
        signal.removeEventListener('abort', cancel)
        how()
      }
      admit(waiting)
      signal.addEventListener('abort', cancel, { once: true })
    })
    advance()
    return answer as Promise<Tasks[Name]['answer']>
  }

  function admit(waiting: Waiting): void {
    try {
      checkRoomFor(waiting.image)
      line.add(waiting)
    } catch (error) {
      done.refused++
      throw error
    }
  }

  function checkRoomFor({ id, pixels }: Image): void {
    const others = new Map(line.items().map(({ image }) => [image.id, image.pixels.length]))
    others.delete(id)
    const bytes = [...others.values()].reduce((sum, each) => sum + each, pixels.length)
    if (others.size === 0 || bytes <= MAX_WAITING_BYTES) return
    throw new UserInputError(
      'busy',
      'So many large pictures wait for the engine that there is no room for another: try again in a minute, or with a smaller one.',
    )
  }

  async function stop(): Promise<void> {
    for (const waiting of [...line.items(), ...underWay]) {
      line.remove(waiting)
      Atomics.store(waiting.cancelled, 0, 1)
      waiting.reject(new CancelledError())
    }
    await Promise.all(clients.map((client) => client.stop()))
  }

  const sum = (read: (client: WorkerClient) => number | boolean) =>
    clients.reduce((total, client) => total + Number(read(client)), 0)

  return {
    request,
    load: () => ({
      ...done,
      waiting: line.length,
      running: underWay.size,
      workers: sum(({ started }) => started),
      workersLost: sum(({ losses }) => losses),
      cacheBytes: sum(({ cacheBytes }) => cacheBytes),
    }),
    close: () => {
      closing ??= stop()
      return closing
    },
  }
}

function unbearable(): UserInputError {
  return new UserInputError(
    'bad-image',
    `The engine stopped ${MAX_LOSSES} times in a row over this picture, so it is not tried again: give another one.`,
  )
}
