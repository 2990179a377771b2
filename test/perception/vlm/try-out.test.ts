import { describe, expect, it } from 'vitest'
import { CancelledError, ModelError } from '../../../src/errors.js'
import type { Box, Size } from '../../../src/geometry.js'
import { createVlmGrounder } from '../../../src/perception/vlm/grounder.js'
import { paintedImage } from '../../fakes/engines.js'
import { fakeModel, findRed, follow, pixels, thousandths } from './fake-model.js'

/** Small enough for no number of any grid to be beyond another. */
const size = { width: 640, height: 320 }
const box = { x: 128, y: 64, width: 192, height: 128 }
const photo = paintedImage('photo', size, [{ box, rgb: [220, 20, 20] }])

/** Sees what is red, and prints it in its own way whatever it is asked for. */
function painter(name: string, print: (box: Box, size: Size) => number[]) {
  return fakeModel(async ({ pictures }) => {
    const seen = await findRed(pictures![0]!)
    return JSON.stringify([{ bbox_2d: print(seen.box, seen.size), label: 'box' }])
  }, name)
}

const yFirst = ([x0, y0, x1, y1]: number[]) => [y0, x0, y1, x1] as number[]
const fractions = (seen: Box, whole: Size) => thousandths(seen, whole).map((value) => value / 1000)

describe('a model that is not known', () => {
  it.each([
    ['thousandths', 'thousandths, x-first', thousandths],
    ['pixels', 'pixels, x-first', pixels],
    ['fractions', 'thousandths, x-first', fractions],
    [
      'thousandths, y first',
      'thousandths, y-first',
      (seen: Box, whole: Size) => yFirst(thousandths(seen, whole)),
    ],
    ['pixels, y first', 'pixels, y-first', (seen: Box) => yFirst(pixels(seen))],
  ])('is understood though it prints %s', async (_, said, print) => {
    const model = painter('some-vision-model', print)
    const context = follow()
    const [found] = await createVlmGrounder(model).ground(photo, { phrase: 'red box' }, context)
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs(found!.box[side] - box[side])).toBeLessThanOrEqual(2)
    }
    expect(context.steps.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['ground', `tried out on a red square: it prints ${said}`],
      ['ground', 'looked for "red box": found 1'],
    ])
  })

  it('such as Gemma is understood as well', async () => {
    const model = painter('gemma3:4b', (seen, whole) => yFirst(thousandths(seen, whole)))
    const [found] = await createVlmGrounder(model).ground(photo, { phrase: 'red box' }, follow())
    expect(Math.abs(found!.box.x - box.x)).toBeLessThanOrEqual(2)
    expect(Math.abs(found!.box.height - box.height)).toBeLessThanOrEqual(2)
  })

  it('is tried out once', async () => {
    const model = painter('some-vision-model', thousandths)
    const grounder = createVlmGrounder(model)
    await grounder.ground(photo, { phrase: 'red box' }, follow())
    await grounder.ground(photo, { phrase: 'red box' }, follow())
    expect(model.asked).toHaveLength(3)
  })

  it.each([
    ['finds no square', ['None', 'None']],
    ['points beside it', ['[{"bbox_2d": [0, 0, 100, 100]}]', '[{"bbox_2d": [0, 0, 1000, 1000]}]']],
  ])('is not trusted when it %s', async (_, answers) => {
    const model = fakeModel(answers, 'some-vision-model')
    const finding = createVlmGrounder(model).ground(photo, { phrase: 'red box' }, follow())
    await expect(finding).rejects.toThrow(ModelError)
    await expect(finding).rejects.toThrow(/red square in a test picture.*Choose one that grounds/)
  })

  it('is tried out again after a failure', async () => {
    const answers = [new CancelledError(), '[{"bbox_2d": [562, 125, 812, 625]}]', 'None']
    const grounder = createVlmGrounder(fakeModel(answers, 'some-vision-model'))
    await expect(grounder.ground(photo, { phrase: 'dog' }, follow())).rejects.toThrow(CancelledError)
    expect(await grounder.ground(photo, { phrase: 'dog' }, follow())).toEqual([])
  })
})

it('a Qwen-VL is known, whatever its server calls it, and not tried out', async () => {
  for (const name of [
    'qwen3-vl:4b',
    'Qwen/Qwen3-VL-8B-Instruct-FP8',
    'qwen2.5vl:7b',
    'unsloth/Qwen2-VL-2B',
  ]) {
    const model = fakeModel(['None'], name)
    await createVlmGrounder(model).ground(photo, { everything: true }, follow())
    expect(model.asked).toHaveLength(1)
  }
})
