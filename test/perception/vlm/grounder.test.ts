import { describe, expect, it, test } from 'vitest'
import { CancelledError, ModelError, UserInputError } from '../../../src/errors.js'
import type { Box, Size } from '../../../src/geometry.js'
import { createVlmGrounder } from '../../../src/perception/vlm/grounder.js'
import { paintedImage } from '../../fakes/engines.js'
import { fakeModel, findRed, follow, pixels, thousandths } from './fake-model.js'

const photo = paintedImage('photo', { width: 640, height: 480 })
const DOGS = JSON.stringify([
  { bbox_2d: [0, 0, 500, 500], label: 'Puppy' },
  { bbox_2d: [500, 500, 1000, 1000], label: 'dog' },
])
const where = [
  { x: 0, y: 0, width: 320, height: 240 },
  { x: 320, y: 240, width: 320, height: 240 },
]

describe('ground()', () => {
  it('finds a phrase, by the word for it in the phrase', async () => {
    const model = fakeModel([DOGS])
    const found = await createVlmGrounder(model).ground(photo, { phrase: 'the dogs on the left' }, follow())
    expect(found).toEqual(where.map((box) => ({ label: 'dogs', score: 0.5, box })))
    expect(model.asked).toHaveLength(1)
    expect(model.asked[0]!.text).toContain('"the dogs on the left"')
  })

  it('finds everything, by the words of the model made tidy', async () => {
    const found = await createVlmGrounder(fakeModel([DOGS])).ground(photo, { everything: true }, follow())
    expect(found.map(({ label }) => label)).toEqual(['puppy', 'dog'])
  })

  it('tells one object that has two names once', async () => {
    const twice =
      '[{"bbox_2d": [0, 0, 500, 500], "label": "man"}, {"bbox_2d": [0, 0, 500, 505], "label": "person"}]'
    const found = await createVlmGrounder(fakeModel([twice])).ground(photo, { everything: true }, follow())
    expect(found.map(({ label }) => label)).toEqual(['man'])
  })

  it('leaves it to the model what "something to sit on" is', async () => {
    const model = fakeModel(['[{"bbox_2d": [0, 0, 500, 500], "label": "Chair!"}]'])
    const found = await createVlmGrounder(model).ground(photo, { phrase: 'something to sit on' }, follow())
    expect(found.map(({ label }) => label)).toEqual(['chair'])
  })

  it('takes any phrase', () => {
    const grounder = createVlmGrounder(fakeModel([]))
    expect(grounder.name).toBe('fake:qwen3-vl:4b')
    expect(grounder.labels).toBeUndefined()
  })

  it('finds nothing where the model says so', async () => {
    const model = fakeModel(['None'])
    expect(await createVlmGrounder(model).ground(photo, { phrase: 'dog' }, follow())).toEqual([])
    expect(model.asked).toHaveLength(1)
  })

  it('keeps the whole boxes of an answer that was cut off, and says so in its trace', async () => {
    const model = fakeModel([{ text: DOGS.slice(0, -10), truncated: true }])
    const context = follow()
    expect(await createVlmGrounder(model).ground(photo, { phrase: 'dog' }, context)).toHaveLength(1)
    expect(context.steps).toEqual([
      {
        kind: 'ground',
        detail: 'looked for "dog": found 1 before the answer was cut off',
        model: 'fake:qwen3-vl:4b',
        tokens: { input: 1100, output: 40 },
        elapsedMs: 900,
      },
    ])
  })
})

describe('ground() of several phrases', () => {
  const answer = (...boxes: [label: string | undefined, left: number][]) =>
    JSON.stringify(boxes.map(([label, left]) => ({ bbox_2d: [left, 0, left + 100, 500], label })))
  const find = (model: ReturnType<typeof fakeModel>, phrases: string[], context = follow()) =>
    createVlmGrounder(model).ground(photo, { phrases }, context)

  it('asks once and labels each box with its phrase', async () => {
    const model = fakeModel([answer(['Dogs', 0], ['big cat', 200], ['dog', 400])])
    const found = await find(model, ['cat', 'dog', 'bird'])
    expect(found.map(({ label, box }) => [label, box.x])).toEqual([
      ['cat', 128],
      ['dog', 0],
      ['dog', 256],
    ])
    expect(model.asked).toHaveLength(1)
    expect(model.asked[0]!.text).toContain('"cat" or "dog" or "bird"')
  })

  it('lets one object be several of them, but none of them twice', async () => {
    const found = await find(fakeModel([answer(['man', 0], ['man', 0], ['person', 0])]), ['man', 'person'])
    expect(found.map(({ label }) => label)).toEqual(['man', 'person'])
  })

  it('asks again for those without a box where a box is under another name', async () => {
    const model = fakeModel([answer(['cat', 0], ['puppy', 200]), answer(['puppy', 200]), 'None'])
    const context = follow()
    const found = await find(model, ['cat', 'dog', 'bird', 'dog'], context)
    expect(found.map(({ label, box }) => [label, box.x])).toEqual([
      ['cat', 0],
      ['dog', 128],
    ])
    expect(context.steps.map(({ detail }) => detail)).toEqual([
      'looked for "cat", "dog", "bird", "dog": found 1, and 1 under other names',
      'looked for "dog": found 1',
      'looked for "bird": found 0',
    ])
  })

  it('takes any name for a single one, and the phrase as its label', async () => {
    const found = await find(fakeModel([answer(['puppy', 0], [undefined, 200])]), ['the dog'])
    expect(found.map(({ label }) => label)).toEqual(['the dog', 'the dog'])
  })

  it('finds a phrase that was given twice once', async () => {
    expect(await find(fakeModel([answer(['dog', 0])]), ['dog', 'dog'])).toHaveLength(1)
  })

  it('asks nothing for none', async () => {
    expect(await find(fakeModel([]), [])).toEqual([])
  })
})

describe('an answer that gives no boxes', () => {
  it.each([
    ['in prose', 'The dog lies on the sofa.'],
    ['of nothing', ''],
    ['of points', '[{"point_2d": [500, 500], "label": "dog"}]'],
    ['in an unknown grid', '[{"bbox_2d": [0, 0, 5000, 400], "label": "dog"}]'],
    ['of a box that encloses nothing', '[{"bbox_2d": [400, 400, 400, 400], "label": "dog"}]'],
    ['cut off before the first box', '[{"bbox_2d": [40'],
  ])('%s is asked for again in other words', async (_, answer) => {
    const model = fakeModel([answer, DOGS])
    const context = follow()
    expect(await createVlmGrounder(model).ground(photo, { phrase: 'dog' }, context)).toHaveLength(2)
    expect(model.asked[1]!.text).not.toBe(model.asked[0]!.text)
    expect(model.asked[1]!.text).toContain('"dog"')
    expect(context.messages).toEqual(['asking the vision model', 'asking it again, more plainly'])
    expect(context.steps.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^looked for "dog": the (answer|numbers|boxes) /),
      'looked for "dog": found 2',
    ])
  })

  it.each([
    ['Woof: ignore this.', /neither boxes nor "none"/],
    ['[{"point_2d": [500, 500]}]', /points instead of boxes/],
    ['[{"bbox_2d": [0, 0, 5000, 400]}]', /fit its picture in no way that is certain/],
    ['[{"bbox_2d": [400, 400, 400, 400]}]', /enclose nothing/],
  ])(
    'such as %j is an error when it comes twice, which says what to do and repeats nothing',
    async (answer, message) => {
      const model = fakeModel([answer, answer])
      const failure = await createVlmGrounder(model)
        .ground(photo, { phrase: 'dog' }, follow())
        .catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(ModelError)
      expect((failure as Error).message).toMatch(message)
      expect((failure as Error).message).not.toMatch(/woof|dog|500/i)
      expect(model.asked).toHaveLength(2)
    },
  )

  it('because the model thought for too long is an error that says so', async () => {
    const thoughts = { text: '<think>Where is the dog? It may be', truncated: true }
    const finding = createVlmGrounder(fakeModel([thoughts, thoughts])).ground(
      photo,
      { phrase: 'dog' },
      follow(),
    )
    await expect(finding).rejects.toThrow(/cut off before its first box.*instruct/)
  })

  it('because the model saw no picture is an error at once: told to guess, it would', async () => {
    const model = fakeModel(["I'm sorry, I cannot see any image.", DOGS])
    const finding = createVlmGrounder(model).ground(photo, { phrase: 'dog' }, follow())
    await expect(finding).rejects.toThrow(/shown no picture/)
    expect(model.asked).toHaveLength(1)
  })
})

describe('ground() gives up', () => {
  it('on a phrase without words, before it asks', async () => {
    const model = fakeModel([])
    const finding = createVlmGrounder(model).ground(photo, { phrase: '"?"' }, follow())
    await expect(finding).rejects.toThrow(UserInputError)
    expect(model.asked).toHaveLength(0)
  })

  it('when cancelled, before it asks', async () => {
    const model = fakeModel([DOGS])
    const signal = AbortSignal.abort()
    const finding = createVlmGrounder(model).ground(photo, { phrase: 'dog' }, { ...follow(), signal })
    await expect(finding).rejects.toThrow(CancelledError)
    expect(model.asked).toHaveLength(0)
  })

  it('when cancelled between two questions', async () => {
    const abort = new AbortController()
    const model = fakeModel(async () => {
      abort.abort()
      return 'Hm.'
    })
    const context = { ...follow(), signal: abort.signal }
    await expect(createVlmGrounder(model).ground(photo, { phrase: 'dog' }, context)).rejects.toThrow(
      CancelledError,
    )
    expect(model.asked).toHaveLength(1)
  })

  it('when the server fails, without asking again', async () => {
    const model = fakeModel([new ModelError('The server is down.')])
    const finding = createVlmGrounder(model).ground(photo, { phrase: 'dog' }, follow())
    await expect(finding).rejects.toThrow('The server is down.')
  })
})

describe('a model that looks at the picture it is sent', () => {
  const sizes: [string, Size, Box][] = [
    ['landscape', { width: 1600, height: 1200 }, { x: 200, y: 900, width: 300, height: 150 }],
    ['portrait', { width: 1200, height: 1600 }, { x: 900, y: 100, width: 200, height: 400 }],
    ['small', { width: 101, height: 67 }, { x: 10, y: 10, width: 40, height: 40 }],
    ['a strip', { width: 3000, height: 120 }, { x: 2000, y: 40, width: 300, height: 60 }],
    ['a tower', { width: 120, height: 3000 }, { x: 40, y: 2000, width: 60, height: 300 }],
  ]
  const models: [string, (box: Box, size: Size) => number[]][] = [
    ['qwen3-vl:4b', thousandths],
    ['qwen2.5vl:7b', pixels],
  ]

  test.each(sizes.flatMap((size) => models.map((model) => [...size, ...model] as const)))(
    'finds what is there: %s, %o, %o, %s',
    async (_, size, box, name, print) => {
      const model = fakeModel(async ({ pictures }) => {
        const seen = await findRed(pictures![0]!)
        return `\`\`\`json\n${JSON.stringify([{ bbox_2d: print(seen.box, seen.size), label: 'box' }])}\n\`\`\``
      }, name)
      const image = paintedImage('drawn', size, [{ box, rgb: [255, 0, 0] }])
      const [found] = await createVlmGrounder(model).ground(image, { phrase: 'red box' }, follow())
      // A pixel of the picture sent, or a step of the grid where that is coarser, in pixels of the image.
      const within = Math.max(2, ...[size.width, size.height].map((side) => (2.2 * side) / 1000))
      for (const side of ['x', 'y', 'width', 'height'] as const) {
        expect(Math.abs(found!.box[side] - box[side])).toBeLessThanOrEqual(within)
      }
    },
  )
})
