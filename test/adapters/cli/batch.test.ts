import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Mask } from '../../../src/mask/mask.js'
import { stack } from '../pictures.js'
import { run } from './run.js'

const size = { width: 400, height: 300 }

/** Drawn, and described by somebody else: a red case with a blue one on it, and a green one beside them. */
const cases = [
  { id: '11', colour: '#c81e1e', box: { x: 40, y: 180, width: 140, height: 100 } },
  { id: '12', colour: '#1e3cc8', box: { x: 60, y: 100, width: 100, height: 80 } },
  { id: '13', colour: '#1e8c2d', box: { x: 260, y: 190, width: 100, height: 90 } },
]
const regions = cases.map(({ id, box }) => ({ id, label: 'suitcase', mask: Mask.fromBox(box, size).toRle() }))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-batch-'))
  await mkdir(join(folder, 'elsewhere'))
  const shapes = cases.map(
    ({ colour, box: { x, y, width, height } }) =>
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}"/>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#ddd"/>${shapes.join('')}</svg>`
  await sharp(Buffer.from(svg)).png().toFile(join(folder, 'cases.png'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

// biome-ignore lint/suspicious/noExplicitAny: the tests look into it
type Line = any

async function batch(requests: readonly (object | string)[], args: string[] = []): Promise<Line[]> {
  const file = join(folder, 'requests.jsonl')
  const lines = requests.map((request) => (typeof request === 'string' ? request : JSON.stringify(request)))
  await writeFile(file, `${lines.join('\n')}\n`)
  const { status, stdout } = await run(['batch', file, ...args], { cwd: folder })
  expect(status).toBe(0)
  return linesOf(stdout)
}

function linesOf(text: string): Line[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

const idsOf = (turn: Line) => turn.regions.map(({ id }: { id: string }) => id)

describe('deixis batch', () => {
  it('answers each request in order; one that fails does not stop the next', async () => {
    const image = 'cases.png'
    const box = { x: 40, y: 180, width: 140, height: 100 }
    const answers = await batch([
      { id: 'missing', image: 'nowhere.png', text: 'the dog' },
      'this is no JSON',
      { id: 'both', image, text: 'the dog', turns: ['the dog'] },
      { id: 'mask', image, text: 'it', regions: [{ ...regions[0], mask: { size: [3, 3], counts: '9' } }] },
      { id: 'text', image, text: 'the red suitcase', regions },
      '',
      { id: 5, image, boxes: [box, { x: 260, y: 190, width: 100, height: 90 }, box] },
      { id: 'none', image, text: 'the yellow suitcase', regions },
      { id: 'empty', image, text: 'the suitcase', regions: [] },
      { id: 'turns', image, turns: ['the suitcases', 'only the one on the right', 'undo'], regions },
      { id: 'why', image, text: 'which suitcases can be removed without disturbing the stack?', regions },
    ])
    expect(answers.map(({ id }) => id)).toEqual([
      'missing',
      null,
      'both',
      'mask',
      'text',
      5,
      'none',
      'empty',
      'turns',
      'why',
    ])
    const [missing, garbage, both, mask, text, boxes, none, empty, turns, why] = answers

    expect(missing.error).toEqual({
      code: 'image-not-found',
      message: expect.stringContaining('nowhere.png'),
    })
    expect(garbage.error).toEqual({ code: 'bad-input', message: 'Line 2 is not JSON.' })
    expect(both.error.message).toBe('Line 3: expected exactly one of text, turns and boxes.')
    expect(mask.error.code).toBe('bad-input')

    expect(text.turns).toHaveLength(1)
    expect(text.turns[0]).toEqual({
      regions: [
        {
          id: '11',
          label: 'suitcase',
          score: expect.any(Number),
          box: { x: 40, y: 180, width: 140, height: 100 },
          mask: regions[0]?.mask,
        },
      ],
      answer: expect.any(String),
      reasons: { 11: expect.any(String) },
      elapsed_ms: expect.any(Number),
    })

    expect(boxes.turns[0].regions).toHaveLength(3)
    expect(boxes.turns[0].regions.every((region: Line) => String(region.mask.size) === '300,400')).toBe(true)
    const [first, second, third] = boxes.turns[0].regions.map((region: Line) => Mask.fromRle(region.mask))
    expect(first.iou(Mask.fromBox(box, size))).toBeGreaterThan(0.5)
    expect(first.iou(third)).toBe(1)
    expect(second.box.x).toBeGreaterThan(200)

    expect(idsOf(none.turns[0])).toEqual([])
    expect(idsOf(empty.turns[0])).toEqual([])
    expect(turns.turns.map(idsOf)).toEqual([['11', '12', '13'], ['13'], ['11', '12', '13']])
    expect(idsOf(why.turns[0]).sort()).toEqual(['12', '13'])
  })

  it('looks for pictures in the working directory, then next to the requests', async () => {
    const requests = join(folder, 'requests.jsonl')
    await writeFile(requests, JSON.stringify({ id: 'a', image: 'cases.png', text: 'the suitcase', regions }))
    const { stdout } = await run(['batch', requests], { cwd: join(folder, 'elsewhere') })
    expect(linesOf(stdout)).toEqual([expect.objectContaining({ id: 'a', turns: expect.any(Array) })])
  })

  it('reads stdin and writes a file', async () => {
    const input = `${JSON.stringify({ id: 'a', image: stack, text: 'it', regions: [] })}\n`.repeat(2)
    const outcome = await run(['batch', '-', '-o', 'answers.jsonl'], { cwd: folder, input })
    expect(outcome).toEqual({ status: 0, stdout: '', stderr: '' })
    const answers = linesOf(await readFile(join(folder, 'answers.jsonl'), 'utf8'))
    expect(answers).toHaveLength(2)
  })

  it('says on stderr how many failed', async () => {
    const { status, stderr } = await run(['batch', '-'], { input: 'x\n' })
    expect(status).toBe(0)
    expect(stderr).toBe('deixis: 1 of the requests failed; their lines say why.\n')
  })
})
