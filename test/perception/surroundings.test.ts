import { expect, test } from 'vitest'
import { Mask } from '../../src/mask/mask.js'
import type { Graph } from '../../src/perception/embedded/model.js'
import { findSurroundings } from '../../src/perception/embedded/surroundings.js'

const encoder = {
  file: '',
  sha256: '',
  features: ['c3', 'p3'],
  inputSize: 64,
  secondInputSize: 96,
  stride: 32,
  pad: [0, 0, 0] as [number, number, number],
}
const surroundings = {
  file: '',
  sha256: '',
  features: ['p3'],
  stride: 8,
  minShare: 0.01,
  calibration: [2, 1] as [number, number],
  classes: [{ label: 'sky', threshold: 0.5 }],
}

test('surroundings are read from the feature maps of the picture, padding left out', async () => {
  const image = { width: 128, height: 72, pixels: new Uint8Array(128 * 72 * 3) }
  const map = (value: number) => ({
    type: 'float32' as const,
    data: Float32Array.of(value),
    dims: [1, 1, 1, 1],
  })
  let given: string[] = []
  const graph: Graph = async (inputs) => {
    given = Object.keys(inputs)
    // The picture fills 64 x 36 of 64 x 64: 4.5 of 8 rows; the upper two are sky.
    const data = new Float32Array(2 * 64)
    data.fill(Math.log(3), 64, 64 + 16)
    data.fill(-9, 64 + 16, 128)
    return { logits: { type: 'float32', data, dims: [1, 2, 8, 8] } }
  }
  const encoding = { image, scale: 0.5, features: { c3: map(1), p3: map(2) }, views: [] }
  const timings = { encodeMs: 0, decodeMs: 0 }
  const areas = await findSurroundings(graph, encoding, encoder, surroundings, timings)
  expect(given).toEqual(['p3'])
  // A mean probability of 3/4 has odds of 3; slope 2 and offset 1 make them 9 e.
  expect(areas).toEqual([
    { label: 'sky', score: expect.closeTo((9 * Math.E) / (9 * Math.E + 1), 5), runs: expect.anything() },
  ])
  const { x, y, width, height } = Mask.fromRuns(areas[0]!.runs, image).box
  expect([x, y, width]).toEqual([0, 0, 128])
  expect(height).toBeGreaterThan(24)
  expect(height).toBeLessThan(36)
})
