import { expect, test } from 'vitest'
import { Mask } from '../../src/mask/mask.js'
import type { Manifest } from '../../src/perception/embedded/manifest.js'
import {
  decode,
  type Encoding,
  encode,
  findObjects,
  type Graph,
} from '../../src/perception/embedded/model.js'
import type { Proposal } from '../../src/perception/embedded/prompts.js'
import { segment } from '../../src/perception/embedded/segment.js'

const nothing = {
  stride: 8,
  classes: [{ label: 'none' }],
  minShare: 0,
  calibration: [1, 0] as [number, number],
}
const manifest: Manifest = {
  encoder: {
    file: 'e',
    sha256: '0',
    features: ['c3', 'p3'],
    inputSize: 64,
    secondInputSize: 128,
    stride: 32,
    pad: [1, 2, 3],
  },
  decoder: { file: 'd', sha256: '0', features: ['c3'], cropSize: 8, context: 2 },
  namer: { file: 'n', sha256: '0', wholeSize: 16, partSize: 8, classes: 'c' },
  surroundings: { file: 's', sha256: '0', features: ['c3'], ...nothing },
  garments: { file: 'g', sha256: '0', inputSize: 64, context: 1, ...nothing },
  classes: ['dog', 'cat'],
}
/** Black, but for the pixel at the top left. */
const image = { width: 128, height: 64, pixels: new Uint8Array(128 * 64 * 3).fill(200, 0, 3) }
const float = (data: number[], dims: number[]) => ({
  type: 'float32' as const,
  data: Float32Array.from(data),
  dims,
})
const noTime = () => ({ encodeMs: 0, decodeMs: 0 })

/** An encoder that sees a cat in the left half, on a larger, mirrored view a small dog as well, and asserts what it is given. */
const encoder: Graph = async ({ image: input }, outputs) => {
  if (input!.dims[2] === 128) {
    expect(input).toMatchObject({ type: 'uint8', dims: [1, 64, 128, 3] })
    expect([input!.data[0], input!.data[127 * 3]]).toEqual([0, 200])
    expect(outputs).toEqual(['scores', 'boxes'])
    return {
      scores: float([0, 0.7, 0.8, 0, 0, 0.2], [1, 3, 2]),
      boxes: float([64, 0, 128, 60, 18, 10, 28, 20, 8, 40, 28, 60], [1, 3, 4]),
    }
  }
  expect(input).toMatchObject({ type: 'uint8', dims: [1, 32, 64, 3] })
  expect(outputs).toEqual(['scores', 'boxes', 'c3'])
  return {
    scores: float([0, 0.9], [1, 1, 2]),
    boxes: float([0, 0, 32, 32], [1, 1, 4]),
    c3: float([5], [1, 1, 1, 1]),
  }
}

/** A decoder whose mask is always the middle half of the crop, that is the box itself; score by batch size. */
const decoder: Graph = async (inputs, outputs) => {
  expect(Object.keys(inputs)).toEqual(['c3', 'boxes', 'crops', 'hints'])
  expect(outputs).toEqual(['logits', 'iou'])
  const count = inputs.boxes!.dims[0]!
  expect(inputs.crops!.dims).toEqual([count, 8, 8, 3])
  expect(inputs.hints!.dims).toEqual([count, 2, 8, 8])
  const middle = (i: number) => i > 1 && i < 6
  const logits = Array.from({ length: 64 }, (_, i) => (middle(i % 8) && middle(i >> 3) ? 1 : -1))
  return {
    logits: float(Array.from({ length: count }, () => logits).flat(), [count, 8, 8]),
    iou: float(
      Array.from({ length: count }, () => count / 100),
      [count],
    ),
  }
}

const encoding = (): Promise<Encoding> => encode(encoder, image, manifest, noTime())

test('encode() keeps the features that the decoder reads', async () => {
  const timings = noTime()
  const { scale, features } = await encode(encoder, image, manifest, timings)
  expect(scale).toBe(0.5)
  expect(Object.keys(features)).toEqual(['c3'])
  expect(timings.encodeMs).toBeGreaterThan(0)
})

test('findObjects() merges both views, in image pixels, and takes the second one once', async () => {
  const given = await encoding()
  const timings = noTime()
  const found = await findObjects(encoder, given, manifest, {}, timings)
  expect(found).toEqual([
    {
      label: 'cat',
      score: expect.closeTo(0.9),
      box: { x: 0, y: 0, width: 64, height: expect.closeTo(62.49) },
    },
    { label: 'dog', score: expect.closeTo(0.8), box: { x: 100, y: 10, width: 10, height: 10 } },
  ])
  expect(timings.encodeMs).toBeGreaterThan(0)
  const again = noTime()
  expect(await findObjects(encoder, given, manifest, {}, again)).toEqual(found)
  expect(again.encodeMs).toBe(0)
})

test('findObjects() with a low threshold gives candidates too weak for an answer as well', async () => {
  const found = await findObjects(encoder, await encoding(), manifest, { threshold: 0.1 }, noTime())
  expect(found.map(({ label, score }) => [label, Math.round(score * 10)])).toEqual([
    ['cat', 9],
    ['dog', 8],
    ['cat', 2],
  ])
})

test('decode() gives boxes in encoder pixels and pastes over the enlarged box', async () => {
  const box = { x: 20, y: 20, width: 40, height: 20 }
  const seen: unknown[] = []
  const spy: Graph = (inputs, outputs) => {
    seen.push([...inputs.boxes!.data])
    return decoder(inputs, outputs)
  }
  const masks = await decode(
    spy,
    await encoding(),
    [{ box, weight: 1, points: [] }],
    manifest.decoder,
    noTime(),
  )
  expect(seen).toEqual([[10, 10, 30, 20]])
  expect(Mask.fromRuns(masks[0]!.runs, image).box).toEqual(box)
  expect(masks[0]!.score).toBeCloseTo(0.01)
})

test.each([
  ['an empty mask', -1],
  ['a speck in a large box', 0.01],
])('decode() gives %s as blank, scored 0', async (_, corner) => {
  const blank: Graph = async (inputs, outputs) => {
    const { iou, logits } = await decoder(inputs, outputs)
    const values = [...logits!.data].fill(-1)
    values[3 * 8 + 3] = corner
    return { iou: iou!, logits: float(values, [1, 8, 8]) }
  }
  const proposal: Proposal = { box: { x: 0, y: 0, width: 60, height: 60 }, weight: 1, points: [] }
  const [mask] = await decode(blank, await encoding(), [proposal], manifest.decoder, noTime())
  expect(mask).toEqual({ runs: Uint32Array.of(128 * 64), score: 0, contradictions: 0 })
})

test('segment() answers each prompt in order, in batches of at most 16', async () => {
  const given = await encoding()
  const prompts = Array.from({ length: 20 }, (_, n) => ({
    box: { x: n, y: n, width: 20, height: 20 },
    points: [],
  }))
  const batches: number[] = []
  const steps: number[] = []
  const masks = await segment(
    prompts,
    [],
    image,
    (batch) => {
      batches.push(batch.length)
      return decode(decoder, given, batch, manifest.decoder, noTime())
    },
    (fraction) => steps.push(fraction),
  )
  expect(batches).toEqual([16, 4])
  expect(steps).toEqual([0, 0.8])
  expect(masks.map(({ runs }) => Mask.fromRuns(runs, image).box)).toEqual(prompts.map(({ box }) => box))
})

test('segment() answers a point by the detection that holds it', async () => {
  const given = await encoding()
  const prompts = [{ points: [{ x: 30, y: 60, positive: true }] }]
  const run = (batch: readonly Proposal[]) => decode(decoder, given, batch, manifest.decoder, noTime())
  const detections = [{ label: 'cat', score: 0.9, box: { x: 0, y: 0, width: 64, height: 64 } }]
  const [mask] = await segment(prompts, detections, image, run, () => {})
  expect(Mask.fromRuns(mask!.runs, image).box).toEqual({ x: 0, y: 0, width: 64, height: 64 })
})
