import { describe, expect, it } from 'vitest'
import type { Graph } from '../../src/perception/embedded/model.js'
import { nameParts } from '../../src/perception/embedded/namer.js'
import type { Part } from '../../src/perception/embedded/propose.js'

const manifest = { file: 'n', sha256: '0', wholeSize: 8, partSize: 4, classes: 'c' }

/** A picture that is black on the left and white on the right. */
const image = { width: 40, height: 20, pixels: new Uint8Array(40 * 20 * 3) }
for (let i = 0; i < 800; i++) if (i % 40 >= 20) image.pixels.fill(255, i * 3, i * 3 + 3)

const whole: Part = { box: { x: 0, y: 0, width: 40, height: 20 }, score: 1 }
const left: Part = { box: { x: 2, y: 2, width: 10, height: 16 }, score: 0.5 }
const right: Part = { box: { x: 30, y: 2, width: 10, height: 10 }, score: 0.3 }

/** Takes crops for black, white or neither, and remembers what it was given. */
function judge() {
  const runs: (readonly number[])[] = []
  const graph: Graph = async ({ crops }) => {
    const { data, dims } = crops as { data: Uint8Array; dims: readonly number[] }
    runs.push(dims)
    const length = data.length / dims[0]!
    const means = Array.from({ length: dims[0]! }, (_, n) => {
      const own = data.subarray(n * length, (n + 1) * length)
      return own.reduce((sum, value) => sum + value, 0) / length / 255
    })
    const probabilities = Float32Array.from(means.flatMap((mean) => [mean < 0.1 ? 1 : 0, mean > 0.9 ? 1 : 0]))
    return { probabilities: { type: 'float32', data: probabilities, dims: [dims[0]!, 2] } }
  }
  return { graph, runs }
}

const noTime = () => ({ encodeMs: 0, decodeMs: 0 })

describe('nameParts()', () => {
  it('says of each part, in their order, what its own pixels show', async () => {
    const named = await nameParts(
      judge().graph,
      { image },
      [whole, left, right],
      manifest,
      noTime(),
      () => {},
    )
    expect(named.map(({ box, score }) => ({ box, score }))).toEqual([whole, left, right])
    expect(named.map(({ probabilities }) => [...probabilities])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
    ])
  })

  it('gives the whole image more pixels than its parts, and parts in batches', async () => {
    const { graph, runs } = judge()
    const parts = [whole, ...Array.from({ length: 10 }, () => left)]
    await nameParts(graph, { image }, parts, manifest, noTime(), () => {})
    expect(runs).toEqual([
      [1, 8, 8, 3],
      [8, 4, 4, 3],
      [2, 4, 4, 3],
    ])
  })

  it('stops between two runs where it is told to', async () => {
    const { graph, runs } = judge()
    const stop = (fraction: number) => {
      if (fraction > 0) throw new Error('stopped')
    }
    const named = nameParts(graph, { image }, [whole, left], manifest, noTime(), stop)
    await expect(named).rejects.toThrow('stopped')
    expect(runs).toHaveLength(1)
  })
})
