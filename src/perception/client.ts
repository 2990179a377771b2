import type { Worker } from 'node:worker_threads'
import {
  CancelledError,
  ConfigurationError,
  type DeixisError,
  ModelError,
  throwIfAborted,
  UserInputError,
} from '../errors.js'
import type { Image } from '../image/image.js'
import type { EngineContext } from './engine.js'
import {
  type Reply,
  type Request,
  STOP,
  type TaskName,
  type Tasks,
  type Timings,
  type WireError,
} from './protocol.js'

/** The main thread's side of the worker: starts it when first needed, matches answers to requests. */
export interface WorkerClient {
  request<Name extends TaskName>(
    name: Name,
    input: Tasks[Name]['input'],
    image: Image,
    context: EngineContext,
  ): Promise<Tasks[Name]['answer']>
  /** Cancels what is under way and lets the worker leave by itself. */
  close(): Promise<void>
}

/** A request that the worker has not answered yet; a cancelled one stays until the worker has skipped it. */
interface Pending {
  request: Request
  image: Image
  context: EngineContext
  settle(reply: { answer: Tasks[TaskName]['answer'] } | { error: Error }): void
}

/** @param start makes a worker that speaks the protocol; called again after one was lost */
export function createWorkerClient(
  start: () => Worker,
  observe: (timings: Timings) => void = () => {},
): WorkerClient {
  const pending = new Map<number, Pending>()
  const sent = new Set<string>() // ids of images whose pixels this worker has been given
  let worker: Worker | undefined
  let lastId = 0
  let closing: Promise<void> | undefined

  function running(): Worker {
    if (worker) return worker
    const started = start()
    started.on('message', receive)
    started.on('error', (cause) => lose(started, cause))
    started.on('exit', () => lose(started))
    sent.clear()
    worker = started
    return started
  }

  function post({ request, image }: Pending, withPixels: boolean): void {
    const target = running()
    const { id, width, height } = image
    if (withPixels) {
      const pixels = new Uint8Array(image.pixels)
      target.postMessage({ ...request, image: { id, width, height, pixels } } satisfies Request, [
        pixels.buffer,
      ])
      sent.add(id)
    } else {
      target.postMessage(request)
    }
  }

  function receive(reply: Reply): void {
    const asked = pending.get(reply.id)
    if (!asked) return
    switch (reply.kind) {
      case 'progress':
        if (!asked.context.signal.aborted) asked.context.progress(reply.fraction, reply.message)
        return
      case 'pixels-wanted':
        post(asked, true)
        return
      case 'answer':
        observe(reply.timings)
        finish(asked, { answer: reply.answer })
        return
      case 'error':
        finish(asked, { error: reviveError(reply.error) })
    }
  }

  function finish(asked: Pending, outcome: Parameters<Pending['settle']>[0]): void {
    pending.delete(asked.request.id)
    if (pending.size === 0 && !closing) worker?.unref() // an idle worker keeps no process alive
    asked.settle(outcome)
  }

  function lose(lost: Worker, cause?: Error): void {
    if (worker !== lost) return
    worker = undefined
    const error = new ModelError('The model worker stopped. Ask again: the next request starts a new one.', {
      cause,
    })
    for (const asked of [...pending.values()]) finish(asked, { error })
  }

  async function request<Name extends TaskName>(
    name: Name,
    input: Tasks[Name]['input'],
    image: Image,
    context: EngineContext,
  ): Promise<Tasks[Name]['answer']> {
    throwIfAborted(context.signal)
    if (closing) throw new ModelError('The engine was closed. Create a new one.')
    const cancelled = new Int32Array(new SharedArrayBuffer(4))
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        // A run cannot be interrupted: the worker sees the cell before its next one.
        Atomics.store(cancelled, 0, 1)
        reject(new CancelledError())
      }
      const asked: Pending = {
        request: {
          id: ++lastId,
          image: { id: image.id, width: image.width, height: image.height },
          task: { name, input } as Request['task'],
          cancelled,
        },
        image,
        context,
        settle: (outcome) => {
          context.signal.removeEventListener('abort', cancel)
          if ('error' in outcome) reject(outcome.error)
          else resolve(outcome.answer as Tasks[Name]['answer'])
        },
      }
      post(asked, !(worker && sent.has(image.id)))
      pending.set(asked.request.id, asked)
      worker?.ref()
      context.signal.addEventListener('abort', cancel, { once: true })
    })
  }

  async function stop(): Promise<void> {
    const leaving = worker
    if (!leaving) return
    for (const asked of pending.values()) {
      Atomics.store(asked.request.cancelled, 0, 1)
      asked.settle({ error: new CancelledError() })
    }
    leaving.ref()
    const gone = new Promise((resolve) => leaving.once('exit', resolve))
    leaving.postMessage(STOP)
    await gone // never terminate(): during a run that aborts the whole process
  }

  return {
    request,
    close: () => {
      closing ??= stop()
      return closing
    },
  }
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
