import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { CancelledError, ModelError, UserInputError } from '../../src/errors.js'
import type { Image } from '../../src/image/image.js'
import { createWorkerClient, type WorkerClient } from '../../src/perception/client.js'

/**
 * A stand-in for the worker that speaks the protocol without models. It answers "detect" with one detection
 * whose score counts the pixels it was sent so far; the image id says how it misbehaves.
 */
const STAND_IN = `
  const { parentPort } = require('node:worker_threads')
  const held = new Set()
  let sends = 0
  parentPort.on('message', (message) => {
    if (message === 'stop') return parentPort.close()
    const { id, image, cancelled } = message
    const reply = (rest) => parentPort.postMessage({ id, ...rest })
    if (image.id === 'crash') throw new Error('crashed')
    if (image.pixels) { held.add(image.id); sends++ }
    if (image.id === 'forgotten' && sends === 2) held.clear()
    if (!held.has(image.id)) return reply({ kind: 'pixels-wanted' })
    for (let n = 0; image.id === 'slow' && n < 500 && !cancelled[0]; n++) Atomics.wait(cancelled, 0, 0, 10)
    if (cancelled[0]) return reply({ kind: 'error', error: { code: 'cancelled', message: '' } })
    if (image.id === 'bad') return reply({ kind: 'error', error: { code: 'bad-input', message: 'no' } })
    reply({ kind: 'progress', fraction: 0.5, message: 'half' })
    reply({ kind: 'answer', answer: [{ label: 'sends', score: sends, box: {} }], timings: { encodeMs: 1, decodeMs: 2 } })
  })
`

let starts = 0
let client: WorkerClient
const timings: unknown[] = []

function create(): WorkerClient {
  starts = 0
  timings.length = 0
  client = createWorkerClient(
    () => {
      starts++
      return new Worker(STAND_IN, { eval: true })
    },
    (spent) => timings.push(spent),
  )
  return client
}

afterEach(() => client.close())

const image = (id: string): Image => ({ id, width: 2, height: 1, pixels: new Uint8Array(6), name: 'test' })
const context = (signal = new AbortController().signal, progress = () => {}) => ({ signal, progress })
const ask = (id: string, given = context()) => client.request('detect', {}, image(id), given)
const sends = async (id: string) => (await ask(id))[0]?.score

test('nothing starts before the first request', async () => {
  create()
  expect(starts).toBe(0)
  await ask('a')
  expect(starts).toBe(1)
})

test('pixels are sent once an image, also to requests at the same time', async () => {
  create()
  expect(await Promise.all([sends('a'), sends('a'), sends('b')])).toEqual([1, 1, 2])
  expect(await sends('a')).toBe(2)
})

test('pixels are not taken from their owner', async () => {
  create()
  const mine = image('a')
  await client.request('detect', {}, mine, context())
  expect(mine.pixels).toHaveLength(6)
})

test('pixels are sent again to a worker that has dropped them', async () => {
  create()
  await ask('forgotten')
  await ask('b')
  expect(await sends('forgotten')).toBe(3)
})

test('progress and timings are passed on', async () => {
  create()
  const seen: unknown[] = []
  const progress = (...args: unknown[]) => seen.push(args)
  await client.request('detect', {}, image('a'), { ...context(), progress })
  expect(seen).toEqual([[0.5, 'half']])
  expect(timings).toEqual([{ encodeMs: 1, decodeMs: 2 }])
})

test('errors come back as the classes they were', async () => {
  create()
  await expect(ask('bad')).rejects.toThrow(UserInputError)
})

test('a cancelled request rejects at once and the next is answered', async () => {
  create()
  await ask('a')
  const controller = new AbortController()
  const slow = ask('slow', context(controller.signal))
  const next = sends('a')
  setTimeout(() => controller.abort(), 20)
  await expect(slow).rejects.toThrow(CancelledError)
  expect(await next).toBe(2)
  await expect(ask('a', context(controller.signal))).rejects.toThrow(CancelledError)
})

test('a crash rejects what is pending and the next request starts a fresh worker', async () => {
  create()
  await ask('a')
  const outcomes = await Promise.allSettled([ask('crash'), ask('a')])
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(ModelError) })
  }
  expect(await sends('a')).toBe(1)
  expect(starts).toBe(2)
})

test('close() cancels what is pending, ends the worker and refuses what comes later', async () => {
  create()
  const slow = ask('slow')
  const closed = client.close()
  await expect(slow).rejects.toThrow(CancelledError)
  await closed
  await client.close()
  await expect(ask('a')).rejects.toThrow(ModelError)
})
