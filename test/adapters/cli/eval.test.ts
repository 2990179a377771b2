import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../pictures.js'
import { run } from './run.js'

const stacks = `${root}test/fixtures/stacks`
const questions = join(stacks, 'questions.jsonl')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-eval-'))
  await writeFile(join(folder, 'split.json'), '{"val":[3]}')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const readJson = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'))

/** The cells of a table, row by row. */
const cellsOf = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split(/ {2,}/))

describe('deixis eval expressions', () => {
  it('prints a row a kind, aligned, and writes a row a turn', async () => {
    const args = ['expressions', questions, '--dataset', stacks, '--true-regions', '--json', 'turns.json']
    const { status, stdout, stderr } = await run(['eval', ...args], { cwd: folder })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const [header, all, ...kinds] = cellsOf(stdout)
    expect(header).toEqual(['true regions', 'turns', 'gIoU', 'cIoU', 'P@0.5', 'N-acc', 'exact'])
    expect(kinds.map(([kind]) => kind)).toEqual(kinds.map(([kind]) => kind).sort())
    expect(
      new Set(
        stdout
          .trim()
          .split('\n')
          .map(({ length }) => length),
      ).size,
    ).toBe(1)

    const { true_regions, figures, turns } = await readJson('turns.json')
    expect(true_regions).toBe(true)
    expect(all).toEqual(['all', String(turns.length), ...all!.slice(2)])
    expect(all![2]).toBe(figures.all.gIoU.toFixed(3))
    expect(turns[0]).toEqual({
      image_id: 3,
      kind: expect.any(String),
      text: expect.any(String),
      wanted: expect.any(Array),
      got: expect.any(Array),
      iou: expect.any(Number),
      exact: expect.any(Boolean),
      answer: expect.any(String),
    })
  })

  it('lists what was missed', async () => {
    const wrong = { image_id: 3, kind: 'none', text: 'the suitcases', targets: [] }
    const right = { ...wrong, text: 'the zebra' }
    const file = join(folder, 'wrong.jsonl')
    await writeFile(file, `${JSON.stringify(wrong)}\n${JSON.stringify(right)}\n`)
    const { stdout } = await run(['eval', 'expressions', file, '--dataset', stacks, '--true-regions', '-v'])
    const [table, misses] = stdout.split('\n\n')
    expect(cellsOf(table!)[1]).toEqual(['all', '2', '0.500', '0.000', '0.500', '0.500', '0.500'])
    expect(misses).toMatch(
      /^1 of 2 turns missed\nimage 3, none: the suitcases\n {2}wanted none, got \d+ .*, IoU 0\.00\n/,
    )
  })
})

describe('deixis eval masks', () => {
  it('measures the engine that ships', async () => {
    const { status, stdout } = await run(
      ['eval', 'masks', stacks, '--split', 'split.json', '--json', 'masks.json'],
      {
        cwd: folder,
      },
    )
    expect(status).toBe(0)
    const tables = stdout.split('\n\n').map(cellsOf)
    expect(tables.map(([header]) => header![0])).toEqual(['true boxes', 'jittered boxes', 'detected boxes'])
    expect(tables[0]!.map(([name]) => name).slice(1)).toEqual(['all', 'small', 'medium', 'large', '> 32²'])
    const { figures, masks } = await readJson('masks.json')
    const { objects, mIoU } = figures['true boxes'].all
    expect(objects).toBe(
      masks.filter((mask: { box_source: string }) => mask.box_source === 'true boxes').length,
    )
    expect(mIoU).toBeGreaterThan(0.9)
    expect(figures['jittered boxes'].all.mIoU).toBeLessThan(mIoU)
  })
})

describe('deixis eval boxes', () => {
  it('measures the detector that ships', async () => {
    const { status, stdout } = await run(
      ['eval', 'boxes', stacks, '--split', 'split.json', '--json', 'boxes.json'],
      {
        cwd: folder,
      },
    )
    expect(status).toBe(0)
    const [header, all] = cellsOf(stdout)
    expect(header).toEqual(['boxes', 'objects', 'AP', 'AP50', 'AR@100', 'precision', 'recall', 'F1'])
    const { figures, classes } = await readJson('boxes.json')
    expect(all![2]).toBe(figures.all.AP.toFixed(3))
    expect(figures.all.recall).toBeGreaterThan(0.5)
    expect(classes).toEqual({ suitcase: figures.all })
  })
})

describe('deixis eval open', () => {
  it('measures present and absent nouns by who answers for them', async () => {
    const image = join(stacks, 'stack-03.jpg')
    const rows = [
      { image, noun: 'suitcase' },
      { image, noun: 'accordion', absent: true },
    ]
    await writeFile(join(folder, 'nouns.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'))
    const { status, stdout } = await run(['eval', 'open', 'nouns.jsonl', '--json', 'open.json'], {
      cwd: folder,
    })
    expect(status).toBe(0)
    const [present, absent] = stdout.split('\n\n').map(cellsOf)
    expect(present).toEqual([
      ['present', 'nouns', 'found', 'placed'],
      ['all', '1', '1.000', '–'],
      ['detector', '1', '1.000', '–'],
      ['namer', '0', '–', '–'],
    ])
    expect(absent!.map(([source, count]) => [source, count])).toEqual([
      ['absent', 'nouns'],
      ['all', '1'],
      ['detector', '0'],
      ['namer', '1'],
    ])
    const { figures, rows: asked } = await readJson('open.json')
    expect(figures.detector).toMatchObject({ present: 1, found: 1, absent: 0 })
    expect(asked[0]).toMatchObject({ image, noun: 'suitcase', absent: false, source: 'detector' })
  })
})

describe('errors', () => {
  it.each([
    [['boxes', '/nowhere'], /annotations\.json cannot be read \(ENOENT\): check the path/],
    [['masks', stacks, '--split', questions], /split file is not JSON/],
    [['expressions', questions], /required option '--dataset <folder>'/],
    [['expressions', questions, '--dataset', '/nowhere'], /annotations\.json cannot be read/],
    [['expressions', questions, '--dataset', stacks, '--json', questions], /output would replace/],
    [['open', '/nowhere'], /file of nouns cannot be read \(ENOENT\)/],
  ])('%j: one line on stderr', async (args, message) => {
    const { status, stdout, stderr } = await run(['eval', ...args])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^deixis: [^\n]+\n$/)
  })
})
