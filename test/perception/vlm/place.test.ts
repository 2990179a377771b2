import { describe, expect, it, test } from 'vitest'
import { fitPicture } from '../../../src/perception/vlm/fit.js'
import { placeBoxes, withoutRepeats } from '../../../src/perception/vlm/place.js'
import { profileOf } from '../../../src/perception/vlm/profiles.js'

/** Both are sent as they are: of whole units, and within the pixels of the profile. */
const wide = { width: 1280, height: 640 }
const small = { width: 672, height: 448 }

function place(model: string, image: { width: number; height: number }, ...numbers: number[][]) {
  const profile = profileOf(model)
  const printed = numbers.map((four) => ({ numbers: four as [number, number, number, number], label: 'dog' }))
  return placeBoxes(printed, profile, fitPicture(image, profile))?.map(({ box }) => [
    ...[box.x, box.y, box.x + box.width, box.y + box.height].map((value) => Math.round(value)),
  ])
}

describe('placeBoxes() knows the grid of', () => {
  it.each(['qwen3-vl:4b', 'Qwen/Qwen3-VL-8B-Instruct', 'qwen2-vl', 'internvl3', ''])(
    '%s: thousandths',
    (model) => {
      expect(place(model, small, [250, 250, 500, 1000])).toEqual([[168, 112, 336, 448]])
    },
  )

  it.each(['qwen2.5vl:7b', 'Qwen/Qwen2.5-VL-3B-Instruct', 'qwen2_5-vl-32b'])('%s: pixels', (model) => {
    expect(place(model, small, [168, 112, 336, 448])).toEqual([[168, 112, 336, 448]])
  })

  it.each(['gemma3:4b', 'gemini-3-pro'])('%s: thousandths, y first', (model) => {
    expect(place(model, small, [250, 250, 1000, 500])).toEqual([[168, 112, 336, 448]])
  })
})

describe('placeBoxes() corrects a grid that the numbers prove wrong:', () => {
  test('pixels of a model of thousandths', () => {
    expect(place('qwen3-vl', wide, [100, 100, 200, 200], [640, 320, 1280, 640])).toEqual([
      [100, 100, 200, 200],
      [640, 320, 1280, 640],
    ])
  })

  test('thousandths of a model of pixels', () => {
    expect(place('qwen2.5vl', small, [250, 250, 500, 1000])).toEqual([[168, 112, 336, 448]])
  })

  test.each(['qwen3-vl', 'qwen2.5vl'])('fractions of %s', (model) => {
    expect(place(model, small, [0.25, 0.25, 0.5, 1])).toEqual([[168, 112, 336, 448]])
    expect(place(model, small, [0.25, 0.25, 0.5, 1.02])).toEqual([[168, 112, 336, 448]])
  })
})

describe('placeBoxes() places nothing', () => {
  test.each([
    ['that may be pixels or thousandths gone astray', 'qwen3-vl', wide, [[640, 320, 1010, 600]]],
    ['beyond every grid', 'qwen3-vl', wide, [[640, 320, 4000, 3000]]],
    ['far below zero', 'qwen3-vl', wide, [[-640, 320, 400, 600]]],
    ['beyond the pixels that may be thousandths', 'qwen2.5vl', small, [[100, 100, 690, 400]]],
    ['of ones and zeros', 'qwen3-vl', wide, [[0, 0, 1, 1]]],
    [
      'if one box does not fit the grid of the others',
      'qwen3-vl',
      wide,
      [
        [1, 2, 300, 400],
        [0, 0, 1200, 900],
      ],
    ],
  ])('%s', (_, model, image, numbers) => {
    expect(place(model, image, ...numbers)).toBeUndefined()
  })
})

describe('placeBoxes() puts right', () => {
  test('what reaches a little beyond the border', () => {
    expect(place('qwen3-vl', small, [-3, 500, 1004, 1030])).toEqual([[0, 224, 672, 448]])
  })

  test('corners in another order', () => {
    expect(place('qwen3-vl', small, [500, 1000, 250, 250])).toEqual([[168, 112, 336, 448]])
  })

  test('boxes of no area', () => {
    expect(place('qwen3-vl', small, [100, 100, 100, 400], [0, 0, 500, 500])).toEqual([[0, 0, 336, 224]])
    expect(place('qwen3-vl', small, [100, 100, 100, 400])).toEqual([])
  })

  test('boxes on what was added round a long picture', () => {
    const strip = { width: 2000, height: 100 }
    expect(place('qwen3-vl', strip, [0, 0, 1000, 300])).toEqual([])
    expect(place('qwen3-vl', strip, [0, 0, 500, 1000])).toEqual([[0, 0, 1000, 100]])
  })
})

test('withoutRepeats() drops boxes told twice, but not neighbours', () => {
  const boxes = [500, 502, 500, 600].map((height) => ({ box: { x: 0, y: 0, width: 500, height } }))
  expect(withoutRepeats(boxes)).toEqual([boxes[0], boxes[3]])
})
