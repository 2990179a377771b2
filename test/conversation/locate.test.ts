import { describe, expect, it } from 'vitest'
import { type Likely, locate } from '../../src/conversation/locate.js'
import type { Look } from '../../src/conversation/look.js'
import type { Box } from '../../src/geometry.js'
import { Mask } from '../../src/mask/mask.js'
import { paintedImage } from '../fakes/engines.js'

const image = paintedImage('plain', { width: 400, height: 200 })
const LIMIT = 0.2

const whole = { x: 0, y: 0, width: 400, height: 200 }
const camel = { x: 20, y: 40, width: 100, height: 120 }
const head = { x: 20, y: 40, width: 30, height: 30 }
const frame = { x: 10, y: 10, width: 200, height: 180 }
const calf = { x: 250, y: 60, width: 80, height: 100 }

function part(box: Box, score: number, objectness = 0.5): Likely {
  return { candidate: { box, score: objectness, probabilities: new Float32Array() }, score }
}

/** Looks with a segmenter that fills boxes, as sure as it is told, and counts what it outlines. */
function start(sureness: (box: Box) => number = () => 0.8) {
  const outlined: Box[] = []
  const segment: Look['engines']['segmenter']['segment'] = async (_image, prompts) =>
    prompts.map(({ box }) => {
      outlined.push(box!)
      const score = sureness(box!)
      return { mask: score > 0 ? Mask.fromBox(box!, image) : Mask.empty(image), score }
    })
  const look = { engines: { segmenter: { name: 'fake', segment } } } as unknown as Look
  const find = async (parts: readonly Likely[]) =>
    (await locate(parts, LIMIT, image, look)).map(({ candidate, score, mask }) => {
      expect(mask.box).toEqual(candidate.box)
      return { box: candidate.box, score: Number(score.toFixed(2)) }
    })
  return { find, outlined }
}

describe('locate()', () => {
  it('makes one object of its pieces and of frames round it, as likely as the likeliest', async () => {
    const parts = [part(whole, 0.3, 1), part(head, 0.9, 0.2), part(camel, 0.6), part(frame, 0.7, 0.1)]
    expect(await start().find(parts)).toEqual([{ box: camel, score: 0.9 }])
  })

  it('takes a part that is only half as likely as it has to be, where a piece of it is likely', async () => {
    const parts = [part(head, 0.5, 0.2), part(camel, LIMIT / 2)]
    expect(await start().find(parts)).toEqual([{ box: camel, score: 0.5 }])
    expect(await start().find([part(calf, 0.5, 0.2), part(camel, 0.18, 0.9)])).toEqual([
      { box: calf, score: 0.5 },
    ])
  })

  it('goes by the outlines, too', async () => {
    const parts = [part(camel, 0.5), part(frame, 0.5)]
    expect((await start().find(parts))[0]!.box).toEqual(frame)
    const { find } = start((box) => (box === frame ? 0.4 : 0.9))
    expect((await find(parts))[0]!.box).toEqual(camel)
  })

  it('finds several that stand apart, but not what is far less of an object', async () => {
    const { find } = start()
    expect(await find([part(camel, 0.9), part(calf, 0.8)])).toEqual([
      { box: camel, score: 0.9 },
      { box: calf, score: 0.8 },
    ])
    expect(await find([part(camel, 0.9), part(calf, 0.8, 0.4)])).toEqual([
      { box: camel, score: 0.9 },
      { box: calf, score: 0.64 },
    ])
    expect(await find([part(camel, 0.9), part(calf, 0.8, 0.1)])).toEqual([{ box: camel, score: 0.9 }])
  })

  it('takes no group for one of its members', async () => {
    const both = { x: 15, y: 30, width: 320, height: 140 }
    const { find } = start((box) => (box === both ? 0.4 : 0.9))
    expect(await find([part(both, 0.9, 0.6), part(camel, 0.7, 0.2), part(calf, 0.7, 0.2)])).toEqual([
      { box: camel, score: 0.9 },
      { box: calf, score: 0.7 },
    ])
    expect(await find([part(both, 0.9, 0.6), part(camel, 0.7, 0.2), part(head, 0.7, 0.2)])).toEqual([
      { box: both, score: 0.9 },
    ])
  })

  it('takes the whole picture where no part of it will do', async () => {
    const { find } = start()
    expect(await find([part(whole, 0.4, 1), part(camel, 0.05)])).toEqual([{ box: whole, score: 0.4 }])
    expect(await find([part(whole, 0.4, 1), part(camel, 0.15)])).toEqual([{ box: camel, score: 0.4 }])
  })

  it('passes over parts that have no outline', async () => {
    const { find } = start((box) => (box === camel ? 0 : 0.8))
    expect(await find([part(camel, 0.9), part(head, 0.5)])).toEqual([{ box: head, score: 0.9 }])
    expect(await find([part(camel, 0.9)])).toEqual([])
  })

  it('outlines six parts, and all that stand apart', async () => {
    const { find, outlined } = start()
    const pieces = Array.from({ length: 9 }, (_, i) => part({ ...camel, width: 100 - i }, 0.5))
    await find([...pieces, part(calf, 0.4)])
    expect(outlined).toHaveLength(7)
    expect(outlined).toContain(calf)
  })

  it('outlines nothing where nothing is likely', async () => {
    const { find, outlined } = start()
    expect(await find([part(camel, 0.19), part(whole, 0.1, 1)])).toEqual([])
    expect(outlined).toEqual([])
  })
})
