import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askForNouns, openFigures, sourceOf } from '../../src/evaluation/open.js'
import { readRows } from '../../src/evaluation/rows.js'
import { Mask } from '../../src/mask/mask.js'
import { fakeEngines, fakeNamer, namedClasses } from '../fakes/engines.js'
import { context, size } from './tiny-dataset.js'

const dog = { label: 'dog', score: 0.9, box: { x: 10, y: 10, width: 40, height: 40 } }
const kettle = { x: 100, y: 20, width: 40, height: 60 }
const classes = namedClasses('teapot 1', 'violin 1')
const vocabulary = { detector: ['dog', 'cat'], garments: ['hat'], surroundings: ['sky'], namer: classes }
const engines = {
  ...fakeEngines([dog]),
  namer: fakeNamer(classes, [
    { box: kettle, is: { teapot: 0.9 } },
    { box: { x: 150, y: 20, width: 30, height: 30 }, is: { violin: 0.8 } },
  ]),
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-open-'))
  await sharp({ create: { ...size, channels: 3, background: 'grey' } }).toFile(join(folder, 'a.png'))
})
afterAll(() => rm(folder, { recursive: true }))

async function rowsOf(lines: readonly unknown[]) {
  const path = join(folder, 'nouns.jsonl')
  await writeFile(
    path,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  )
  return readRows(path)
}

describe('askForNouns()', () => {
  it('says what was found of each noun, by whom, and where', async () => {
    const rows = await rowsOf([
      { image: 'a.png', noun: 'dog', box: { x: 10, y: 10, width: 30, height: 40 } },
      { image: 'a.png', noun: 'cat' },
      { image: 'a.png', noun: 'teapot', mask: Mask.fromBox(kettle, size).toRle() },
      { image: 'a.png', noun: 'violin', absent: true },
      { image: 'a.png', noun: 'hat', absent: true },
    ])
    const asked = await askForNouns(rows, engines, vocabulary, context)
    expect(asked.map(({ row: { noun }, source, got, iou }) => [noun, source, got, iou])).toEqual([
      ['dog', 'detector', ['dog'], 0.75],
      ['cat', 'detector', [], undefined],
      ['teapot', 'namer', ['teapot'], 1],
      ['violin', 'namer', ['violin'], undefined],
      ['hat', 'garments', [], undefined],
    ])
    expect(openFigures(asked)).toEqual({
      present: 3,
      absent: 2,
      found: 2 / 3,
      placed: 1,
      'false alarms': 1 / 2,
    })
    expect(openFigures([])).toMatchObject({ found: undefined, placed: undefined, 'false alarms': undefined })
  })

  it.each([
    ['kitty', 'detector'],
    ['cap', 'garments'],
    ['sky', 'surroundings'],
    ['musical instrument', 'namer'],
    ['windowsill', 'nobody'],
  ])('%s is a matter for the %s', (noun, source) => {
    expect(sourceOf(noun, vocabulary)).toBe(source)
  })
})

describe('readRows()', () => {
  it('takes paths from where the file is', async () => {
    const [row] = await rowsOf(['', { image: 'a.png', noun: 'dog', source: 'mine' }])
    expect(row).toEqual({ image: join(folder, 'a.png'), noun: 'dog', absent: false })
  })

  it.each([
    [['{"noun":"dog"}'], /Line 1 of the nouns: image/],
    [['', 'dog'], /Line 2 of the nouns is not JSON/],
    [[{ image: 'a.png', noun: 'dog', absent: true, box: dog.box }], /absent has no place/],
    [[''], /file of nouns is empty/],
  ])('%j: says what is wrong', async (lines, message) => {
    await expect(rowsOf(lines)).rejects.toThrow(message)
  })
})
