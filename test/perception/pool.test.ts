import { spawnSync } from 'node:child_process'
import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { CancelledError, ModelError, UserInputError } from '../../src/errors.js'
import type { Image } from '../../src/image/image.js'
import { createWorkerPool, type PoolOptions, type WorkerPool } from '../../src/perception/pool.js'

/** Built by `npm test`. */
const BUILT = new URL('../../dist/src/perception/pool.js', import.meta.url).href

/**
 * A stand-in for the worker that speaks the protocol without models. It answers "detect" with one detection, whose label
 * names the worker and how many requests have reached it, and whose score counts the pixels it was sent. The image id says
 * how it misbehaves.
 */
const STAND_IN = `
  const { parentPort, workerData: { name, gate } } = require('node:worker_threads')
  const held = new Set()
  let sends = 0
  let requests = 0
  parentPort.postMessage('ready')
  parentPort.on('message', (message) => {
    if (message === 'stop') return parentPort.close()
    const { id, image, cancelled } = message
    const reply = (rest) => parentPort.postMessage({ id, ...rest })
    if (image.id === 'crash') throw new Error('crashed')
    if (image.id === 'exit') process.exit(3)
    for (const all = []; image.id === 'memory'; ) all.push(new Array(1e5).fill(0).map(() => ({})))
    const hit = held.has(image.id)
    if (image.pixels) { held.add(image.id); sends++ }
    if (image.id === 'forgotten' && sends === 2) held.clear()
    if (!held.has(image.id)) return reply({ kind: 'pixels-wanted' })
    requests++
    if (image.id.startsWith('gated')) {
      Atomics.notify(gate, 0, Atomics.add(gate, 1, 1))
      Atomics.wait(gate, 0, 0, 10000)
    }
    if (image.id === 'shaky' && Atomics.add(gate, 2, 1) % 2 === 0) throw new Error('crashed')
    for (let n = 0; image.id === 'slow' && n < 500 && !cancelled[0]; n++) Atomics.wait(cancelled, 0, 0, 10)
    if (cancelled[0]) return reply({ kind: 'error', error: { code: 'cancelled', message: '' } })
    if (image.id === 'bad') return reply({ kind: 'error', error: { code: 'bad-input', message: 'no' } })
    reply({ kind: 'progress', fraction: 0.5, message: 'half' })
    const answer = [{ label: name + ' ' + requests, score: sends, box: {} }]
    reply({ kind: 'answer', answer, timings: { encodeMs: 1, decodeMs: 2 }, cache: { hit, bytes: 100 * held.size } })
  })
`

let starts = 0
let pool: WorkerPool
const timings: unknown[] = []
/** Closed for pictures whose id begins with "gated"; counts those that stand before it, and those that are shaky. */
let gate: Int32Array<SharedArrayBuffer>

function startStandIn(): Worker {
  starts++
  return new Worker(STAND_IN, {
    eval: true,
    workerData: { name: `w${starts}`, gate },
    resourceLimits: { maxOldGenerationSizeMb: 16 },
  })
}

function create(options: Partial<PoolOptions> = {}, start = startStandIn): void {
  starts = 0
  timings.length = 0
  gate = new Int32Array(new SharedArrayBuffer(12))
  const observe = (spent: unknown) => timings.push(spent)
  pool = createWorkerPool(start, { size: 1, maxWaiting: 100, maxWaitingOfCaller: 100, observe, ...options })
}

function openGate(): void {
  Atomics.store(gate, 0, 1)
  Atomics.notify(gate, 0)
}

afterEach(async () => {
  openGate()
  await pool.close()
})

const image = (id: string): Image => ({ id, width: 2, height: 1, pixels: new Uint8Array(6), name: 'test' })
const context = (signal = new AbortController().signal, progress = () => {}) => ({ signal, progress })
const ask = (id: string, given: { signal: AbortSignal; caller?: string } = context()) =>
  pool.request('detect', {}, image(id), { progress: () => {}, ...given })
const askAs = (caller: string, id: string) => ask(id, { ...context(), caller })
const sends = async (id: string) => (await ask(id))[0]?.score
/** The worker that answers about a picture. */
const workerFor = async (id: string) => (await ask(id))[0]?.label.split(' ')[0]

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
  await pool.request('detect', {}, mine, context())
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
  await pool.request('detect', {}, image('a'), { ...context(), progress })
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

test('a request that is cancelled while it waits never reaches a worker', async () => {
  create({ maxWaiting: 1 })
  const first = ask('gated')
  const controller = new AbortController()
  const waiting = ask('a', context(controller.signal))
  controller.abort()
  await expect(waiting).rejects.toThrow(CancelledError)
  const next = ask('b') // has the place of the one that left
  openGate()
  expect(await first).toMatchObject([{ label: 'w1 1' }])
  expect(await next).toMatchObject([{ label: 'w1 2', score: 2 }])
})

test.each(['crash', 'exit', 'memory'])(
  'a worker lost by %s fails the request that it was at, and a new one goes on with the others',
  async (how) => {
    create()
    await ask('a')
    const lost = ask(how)
    const others = Promise.all([workerFor('a'), workerFor('b')])
    await expect(lost).rejects.toThrow(ModelError)
    await expect(lost).rejects.toThrow(/stopped during this request/)
    expect(await others).toEqual(['w2', 'w2'])
    expect(starts).toBe(2)
    expect(pool.load()).toMatchObject({ workers: 1, workersLost: 1, waiting: 0, running: 0 })
  },
)

test('a picture that stops one worker after another is refused, and no other is', async () => {
  create()
  const outcomes = await Promise.allSettled([ask('crash'), ask('crash'), ask('crash'), ask('a')])
  expect(outcomes).toMatchObject([
    { reason: { code: 'model-failed' } },
    { reason: { code: 'model-failed' } },
    { reason: { code: 'bad-image', message: expect.stringMatching(/2 times .* give another/) } },
    { status: 'fulfilled' },
  ])
  await expect(ask('crash')).rejects.toMatchObject({ code: 'bad-image' })
  expect(starts).toBe(3)
})

test('a worker that cannot start is nobody else’s fault', async () => {
  const broken = () => new Worker("throw new Error('no such module')", { eval: true })
  create({}, () => (starts === 0 ? startStandIn() : broken()))
  await expect(ask('crash')).rejects.toThrow(/stopped during this request/)
  for (let n = 0; n < 3; n++) {
    await expect(ask('a')).rejects.toMatchObject({
      code: 'model-failed',
      message: expect.stringMatching(/cannot start: reinstall/),
      cause: expect.objectContaining({ message: 'no such module' }),
    })
  }
})

test('a picture that was answered since a worker stopped over it is tried again', async () => {
  create()
  const outcomes = []
  for (let n = 0; n < 6; n++) outcomes.push((await Promise.allSettled([ask('shaky')]))[0]?.status)
  expect(outcomes).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'])
})

test('callers take turns', async () => {
  create()
  const first = askAs('a', 'gated')
  const answers = [askAs('a', 'x'), askAs('a', 'x'), askAs('a', 'x'), askAs('b', 'x'), askAs('c', 'x')]
  openGate()
  await first
  const places = (await Promise.all(answers)).map(([one]) => Number(one?.label.split(' ')[1]) - 1)
  expect(places).toEqual([1, 4, 5, 2, 3])
})

test('a full line refuses at once, for one caller and for all', async () => {
  create({ maxWaiting: 3, maxWaitingOfCaller: 2 })
  const taken = [askAs('a', 'gated'), askAs('a', 'x'), askAs('a', 'x')]
  await expect(askAs('a', 'x')).rejects.toMatchObject({ code: 'busy' })
  taken.push(askAs('b', 'x'))
  await expect(askAs('c', 'x')).rejects.toMatchObject({ code: 'busy' })
  expect(pool.load()).toMatchObject({ waiting: 3, running: 1, refused: 2 })
  openGate()
  await Promise.all(taken)
  await askAs('c', 'x')
})

test('a line of large pictures is full before it is long', async () => {
  create()
  const first = ask('gated')
  const controller = new AbortController()
  const large = (id: string) =>
    pool.request('detect', {}, { ...image(id), pixels: new Uint8Array(500e6) }, context(controller.signal))
  // One picture takes its room once, however many ask about it.
  const waiting = ['a', 'a', 'b'].map(large)
  await expect(large('c')).rejects.toMatchObject({ code: 'busy' })
  expect(pool.load()).toMatchObject({ waiting: 3, refused: 1 })
  waiting.push(ask('small'))
  controller.abort()
  openGate()
  expect((await Promise.allSettled(waiting)).map(({ status }) => status)).toEqual([
    ...['rejected', 'rejected', 'rejected'],
    'fulfilled',
  ])
  await first
})

test('another worker is started when the first is busy, and none while it is not', async () => {
  create({ size: 2 })
  await ask('a')
  await ask('b')
  expect(starts).toBe(1)
  const busy = ask('gated')
  expect(await workerFor('c')).toBe('w2')
  openGate()
  await busy
  await expect(ask('crash')).rejects.toThrow(ModelError)
  await ask('d')
  await ask('c') // which only the lost one knew
  expect(starts).toBe(2)
})

test('a new picture goes to the worker that has more room left', async () => {
  create({ size: 2 })
  await Promise.all([ask('a'), ask('b')])
  expect(await workerFor('c')).toBe('w1')
  expect(await workerFor('d')).toBe('w2')
})

test('a picture goes to the worker that knows it, even when another is free', async () => {
  create({ size: 2 })
  const [a, b] = await Promise.all([workerFor('a'), workerFor('b')])
  expect([a, b]).toEqual(['w1', 'w2'])
  expect(await Promise.all([workerFor('b'), workerFor('a'), workerFor('b')])).toEqual(['w2', 'w1', 'w2'])
  expect(pool.load()).toMatchObject({ cacheHits: 3, cacheMisses: 2, cacheBytes: 200, workers: 2 })
})

test('a picture goes to another worker where too many wait for the one that knows it', async () => {
  create({ size: 2 })
  const first = ask('gated')
  const waiting = [workerFor('gated'), workerFor('gated')]
  expect(await workerFor('b')).toBe('w2')
  expect(pool.load()).toMatchObject({ waiting: 2, running: 1 })
  waiting.push(workerFor('gated'))
  expect(pool.load()).toMatchObject({ waiting: 2, running: 2 })
  openGate()
  expect((await first)[0]?.label).toBe('w1 1')
  expect(await Promise.all(waiting)).toContain('w2')
})

test('says how long requests waited', async () => {
  create()
  const answers = [ask('gated'), ask('a'), ask('b')]
  expect(pool.load()).toMatchObject({ begun: 1, waiting: 2, running: 1 })
  openGate()
  await Promise.all(answers)
  const { begun, waitedMs } = pool.load()
  expect(begun).toBe(3)
  expect(waitedMs).toBeGreaterThan(0)
})

test('idle workers keep no process alive', () => {
  create()
  const script = `
    import { Worker } from 'node:worker_threads'
    import { createWorkerPool } from ${JSON.stringify(BUILT)}
    const start = () => new Worker(${JSON.stringify(STAND_IN)}, { eval: true, workerData: {}, execArgv: [] })
    const pool = createWorkerPool(start, { size: 2, maxWaiting: 9, maxWaitingOfCaller: 9, observe() {} })
    const context = { signal: new AbortController().signal, progress() {} }
    const ask = (id) => pool.request('detect', {}, { id, width: 2, height: 1, pixels: new Uint8Array(6) }, context)
    await Promise.all([ask('a'), ask('b')])
    console.log(pool.load().workers)
  `
  const options = { encoding: 'utf8', timeout: 20_000 } as const
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', script],
    options,
  )
  expect([status, stdout, stderr]).toEqual([0, '2\n', ''])
})

test('close() cancels what waits and what is under way, ends the workers and refuses what comes later', async () => {
  create({ size: 2 })
  const asked = [ask('slow'), ask('slow'), ask('a'), ask('b')]
  const outcomes = Promise.allSettled(asked)
  await pool.close()
  await pool.close()
  for (const outcome of await outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(CancelledError) })
  }
  expect(pool.load()).toMatchObject({ waiting: 0, running: 0, workers: 0, workersLost: 0 })
  await expect(ask('a')).rejects.toThrow(ModelError)
})

test('close() starts no worker for one that wants pixels', async () => {
  create()
  await ask('forgotten')
  await ask('b')
  const asked = ask('forgotten')
  const closed = pool.close()
  await expect(asked).rejects.toThrow(CancelledError)
  await closed
  expect(starts).toBe(1)
})
