import { describe, expect, it } from 'vitest'
import { CancelledError, ModelError } from '../../../src/errors.js'
import type { Box, Size } from '../../../src/geometry.js'
import { decodeImage } from '../../../src/image/load.js'
import { Mask } from '../../../src/mask/mask.js'
import type { Region } from '../../../src/mask/region.js'
import { createRegionCheck } from '../../../src/perception/vlm/check.js'
import { paintedImage } from '../../fakes/engines.js'
import { fakeModel, follow } from './fake-model.js'

const size = { width: 400, height: 300 }
const box = { x: 100, y: 100, width: 80, height: 60 }
const image = paintedImage('a', size, [{ box, rgb: [200, 30, 30] }])
const region = boxed(box, size)

function boxed(around: Box, whole: Size): Region {
  return { id: 'r1', label: 'dog', score: 0.5, box: around, mask: Mask.fromBox(around, whole) }
}

describe('the check of a region', () => {
  it.each([
    ['{"answer": "yes"}', 'yes'],
    ['```json\n{"answer": "no"}\n```', 'no'],
    ['{"answer": "unsure"}', 'unsure'],
    ['<think>No? {"answer": "no"} Hm.</think>{"answer": "yes"}', 'yes'],
    ['Yes.', 'yes'],
    ['No, that is a cat.', 'no'],
    ['Yes and no.', 'unsure'],
    ['{"answer": "yes"} {"answer": "no"}', 'unsure'],
    ['{"answer": "perhaps"}', 'unsure'],
    ['I know nothing.', 'unsure'],
    ['', 'unsure'],
  ])('reads %j as %s', async (text, verdict) => {
    const model = fakeModel([text])
    const context = follow()
    expect(await createRegionCheck(model)(image, region, 'the dog', context)).toBe(verdict)
    expect(model.asked[0]).toMatchObject({
      text: expect.stringContaining('"the dog"'),
      shape: expect.anything(),
    })
    expect(context.steps).toMatchObject([
      { kind: 'check', detail: expect.stringContaining(verdict), model: 'fake:qwen3-vl:4b', elapsedMs: 900 },
    ])
  })

  it('says nothing when the model fails, and traces that', async () => {
    const context = follow()
    const check = createRegionCheck(fakeModel([new ModelError('The server is down.')]))
    expect(await check(image, region, 'dog', context)).toBeUndefined()
    expect(context.steps).toMatchObject([{ kind: 'fallback' }])
  })

  it('is withdrawn by a signal', async () => {
    const model = fakeModel([new CancelledError()])
    await expect(createRegionCheck(model)(image, region, 'dog', follow())).rejects.toThrow(CancelledError)
    const context = { ...follow(), signal: AbortSignal.abort() }
    await expect(createRegionCheck(model)(image, region, 'dog', context)).rejects.toThrow(CancelledError)
    expect(model.asked).toHaveLength(1)
  })

  it('shows the region outlined, with as much again round it', async () => {
    const model = fakeModel(['yes'])
    await createRegionCheck(model)(image, region, 'dog', follow())
    const shown = await decodeImage(model.asked[0]!.pictures![0]!.data, 'shown')
    expect([shown.width, shown.height]).toEqual([512, 384])
    const pixel = (x: number, y: number) => [
      ...shown.pixels.subarray((y * 512 + x) * 3, (y * 512 + x) * 3 + 3),
    ]
    const [inside, edge, outside] = [pixel(256, 192), pixel(128, 192), pixel(40, 192)] as number[][]
    expect(inside![0]).toBeGreaterThan(120)
    expect(inside![2]).toBeLessThan(90)
    expect(edge![2]).toBeGreaterThan(180)
    for (const channel of outside!) expect(channel).toBeCloseTo(140, -1)
  })

  const odd: [string, Size, Box][] = [
    ['of the whole picture', { width: 90, height: 70 }, { x: 0, y: 0, width: 90, height: 70 }],
    ['of one pixel', { width: 1, height: 1 }, { x: 0, y: 0, width: 1, height: 1 }],
    ['in a corner', { width: 900, height: 700 }, { x: 890, y: 690, width: 10, height: 10 }],
    ['as long as a strip', { width: 4000, height: 30 }, { x: 0, y: 10, width: 4000, height: 5 }],
    ['as high as a tower', { width: 30, height: 4000 }, { x: 10, y: 0, width: 5, height: 4000 }],
  ]
  it.each(odd)('shows a region %s in a picture that a server takes', async (_, whole, at) => {
    const model = fakeModel(['yes'])
    const check = createRegionCheck(model)
    expect(await check(paintedImage('b', whole), boxed(at, whole), 'dog', follow())).toBe('yes')
    const { width, height } = await decodeImage(model.asked[0]!.pictures![0]!.data, 'shown')
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(64)
    expect(Math.max(width, height)).toBeLessThanOrEqual(512)
    expect(Math.max(width, height) / Math.min(width, height)).toBeLessThanOrEqual(4.1)
  })
})
