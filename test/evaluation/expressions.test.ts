import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerQuestions, expressionFigures, isExact } from '../../src/evaluation/expressions.js'
import { readQuestions } from '../../src/evaluation/questions.js'
import { iouOf } from '../../src/mask/metrics.js'
import { fakeEngines } from '../fakes/engines.js'
import { content, context, type Folder, makeFolder } from './tiny-dataset.js'

const lines = [
  { image_id: 1, kind: 'category', text: 'the cat', targets: [13] },
  { image_id: 1, kind: 'none', text: 'the dog on the cat', targets: [] },
  {
    image_id: 1,
    kind: 'dialogue',
    turns: [
      { text: 'the dogs', targets: [11, 12] },
      { text: 'only the one on the right', targets: [11] },
    ],
  },
  { image_id: 2, kind: 'none', text: 'the cat', targets: [] },
]

let folder: Folder
beforeAll(async () => {
  folder = await makeFolder()
})
afterAll(() => folder.remove())

async function questionsOf(given: readonly unknown[]) {
  const path = join(folder.path, 'questions.jsonl')
  await writeFile(path, given.map((line) => `${JSON.stringify(line)}\n`).join('\n'))
  return readQuestions(path)
}

async function answered(given: readonly unknown[], options: { trueRegions: boolean }) {
  const dogs = [10, 70].map((x) => ({ label: 'dog', score: 0.9, box: { x, y: 10, width: 40, height: 40 } }))
  const engines = fakeEngines(dogs)
  const dataset = await folder.read(content)
  const turns = await answerQuestions(await questionsOf(given), dataset, engines, options, context)
  return { turns, calls: engines.calls }
}

describe('expressions with the true regions', () => {
  const options = { trueRegions: true }

  it('are asked of the annotations alone', async () => {
    const { turns, calls } = await answered(lines, options)
    expect(turns.map(({ wanted, got }) => [wanted, got])).toEqual([
      [['13'], ['13']],
      [[], expect.any(Array)],
      [
        ['11', '12'],
        ['11', '12'],
      ],
      [['11'], ['12']],
      [[], []],
    ])
    expect(calls).toEqual({ ground: 0, segment: 0 })
    expect(turns.filter(isExact).map(({ text }) => text)).toContain('the dogs')
    expect(isExact(turns[3]!)).toBe(false)
  })

  it('score the union of the masks, and a right "none" as 1', async () => {
    const { turns } = await answered(lines, options)
    expect(turns.map(iouOf)).toEqual([1, expect.any(Number), 1, 0, 1])
    const figures = expressionFigures([turns[0]!, turns[2]!, turns[3]!, turns[4]!], options)
    expect(figures).toEqual({
      turns: 4,
      gIoU: 3 / 4,
      cIoU: (400 + 3200) / (400 + 3200 + 3200),
      'P@0.5': 3 / 4,
      'N-acc': 1,
      exact: 3 / 4,
    })
  })
})

describe('expressions end to end', () => {
  const options = { trueRegions: false }

  it('are asked of what the engines find', async () => {
    const { turns, calls } = await answered([lines[2], lines[3]], options)
    // The second box is ten columns off: 30 of 50 are shared.
    expect(turns.map(iouOf)).toEqual([(1600 + 1200) / (1600 + 2000), 0, 1])
    expect(expressionFigures(turns, options)).not.toHaveProperty('exact')
    expect(expressionFigures(turns.slice(0, 1), options)['N-acc']).toBeUndefined()
    expect(calls.segment).toBeGreaterThan(0)
  })
})

describe('errors', () => {
  const options = { trueRegions: true }

  it.each([
    [[{ ...lines[0], image_id: 7 }], /no image 7, which the expressions ask about/],
    [[{ ...lines[0], targets: [11, 21] }], /Image 1 has no annotation 21/],
    [[{ ...lines[0], image_id: 2, targets: [22] }], /Image 2 has no annotation 22/],
    [[lines[0], { image_id: 1, text: 'x' }], /Line 3 of the expressions: expected image_id, kind, and/],
    [[], /is empty/],
  ])('say what to do: %j', async (given, message) => {
    await expect(answered(given, options)).rejects.toThrow(message)
  })

  it('name a line that is not JSON', async () => {
    const path = join(folder.path, 'broken.jsonl')
    await writeFile(path, `${JSON.stringify(lines[0])}\n{`)
    await expect(readQuestions(path)).rejects.toThrow('Line 2 of the expressions is not JSON.')
    await expect(readQuestions(folder.path)).rejects.toThrow(/cannot be read \(EISDIR\)/)
  })
})
