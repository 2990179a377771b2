import { expect, test } from 'vitest'
import type { Box } from '../../src/geometry.js'
import { Mask } from '../../src/mask/mask.js'
import { findGarments } from '../../src/perception/embedded/garments.js'
import type { Graph, Tensor } from '../../src/perception/embedded/model.js'

const encoder = {
  file: '',
  sha256: '',
  features: ['c3'],
  inputSize: 416,
  secondInputSize: 512,
  stride: 32,
  pad: [0, 0, 0] as [number, number, number],
}
const garments = {
  file: '',
  sha256: '',
  inputSize: 64,
  context: 1,
  stride: 4,
  minShare: 0.01,
  calibration: [1, 0] as [number, number],
  classes: [{ label: 'person' }, { label: 'hat', threshold: 0.5 }, { label: 'coat', threshold: 0.5 }],
}
const image = { width: 200, height: 160, pixels: new Uint8Array(200 * 160 * 3).fill(90) }
const person = (box: Box) => ({ label: 'person', score: 0.9, box })

/** Hats in the upper quarter of what it is shown, coats in the lower half; keeps what it was shown. */
function dresser(): { graph: Graph; shown: Tensor[] } {
  const shown: Tensor[] = []
  const graph: Graph = async ({ image }) => {
    shown.push(image!)
    const [, height, width] = image!.dims.map((side) => side / 4)
    const plane = width! * height!
    const data = new Float32Array(4 * plane)
    for (let i = 0; i < plane; i++) {
      const row = Math.floor(i / width!)
      data[(row < height! / 4 ? 2 : row >= height! / 2 ? 3 : 1) * plane + i] = 6
    }
    return { logits: { type: 'float32', data, dims: [1, 4, height!, width!] } }
  }
  return { graph, shown }
}

const find = (graph: Graph, people: readonly { label: string; score: number; box: Box }[]) =>
  findGarments(graph, image, people, encoder, garments, { encodeMs: 0, decodeMs: 0 }, () => {})

test('garments lie where they are in the crop of their person, with masks of the picture', async () => {
  const { graph, shown } = dresser()
  const areas = await find(graph, [person({ x: 40, y: 20, width: 64, height: 128 })])
  expect(shown.map(({ type, dims }) => ({ type, dims }))).toEqual([{ type: 'uint8', dims: [1, 64, 32, 3] }])
  expect(areas.map(({ label }) => label)).toEqual(['hat', 'coat'])
  const [hat, coat] = areas.map(({ runs }) => Mask.fromRuns(runs, image))
  expect(hat!.box).toEqual({ x: 40, y: 20, width: 64, height: 32 })
  expect(coat!.box).toEqual({ x: 40, y: 84, width: 64, height: 64 })
  expect(areas[0]!.score).toBeGreaterThan(0.98)
})

test('a box that reaches beyond the picture is looked at within it', async () => {
  const { graph } = dresser()
  const areas = await find(graph, [person({ x: 150.4, y: -10, width: 80, height: 90 })])
  const coat = Mask.fromRuns(areas[1]!.runs, image)
  expect(coat.box).toEqual({ x: 150, y: 40, width: 50, height: 40 })
})

test('the six largest people are looked at, none that is too small', async () => {
  const { graph, shown } = dresser()
  const people = Array.from({ length: 12 }, (_, i) => person({ x: i, y: 0, width: 20, height: 50 + i }))
  await find(graph, [person({ x: 0, y: 0, width: 30, height: 40 }), ...people])
  expect(shown).toHaveLength(6)
  expect(await find(graph, [person({ x: 0, y: 0, width: 30, height: 40 })])).toEqual([])
})
