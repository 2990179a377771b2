import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { photo, stack } from '../pictures.js'
import { run } from './run.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-chat-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const lines = (text: string) => text.trimEnd().split('\n')

it('answers line by line when piped, and survives mistakes', async () => {
  const input = [
    photo.phrase,
    'the giraffe',
    ':undo',
    ':save out.webp',
    ':nonsense',
    ':quit',
    'too late',
  ].join('\n')
  const { status, stdout, stderr } = await run(['chat', photo.path, '-o', 'turns'], { input, cwd: folder })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(lines(stdout)).toEqual([
    expect.stringMatching(/\[r\d+.*\] → turns\/turn-1\.png$/),
    expect.stringMatching(/^There is no giraffe\. I see .*\.$/),
    expect.stringMatching(/\[r\d+.*\] → turns\/turn-3\.png$/),
    'Drawn into out.webp',
    'deixis: No such command; :help lists them.',
  ])
  expect((await readFile(join(folder, 'out.webp'))).subarray(8, 12).toString()).toBe('WEBP')
  expect((await readdir(join(folder, 'turns'))).sort()).toEqual(['turn-1.png', 'turn-3.png'])
})

it('does by commands what other platforms have buttons for', async () => {
  const input = [
    'the suitcases',
    ':only r2 r5',
    ':remove r5',
    ':add r1',
    ':undo',
    ':redo',
    ':why',
    ':refine r2 grow 3',
    ':look',
    ':only r99',
    ':export coco stack.json',
    ':export',
    ':cutout cut.png',
    ':cutout',
    ':history',
    ':forget',
    ':why',
  ].join('\n')
  const { status, stdout, stderr } = await run(['chat', stack], { input, cwd: folder })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(lines(stdout)).toEqual([
    '6 suitcases: r1, r2, r3, r4, r5 and r6. [r1 r2 r3 r4 r5 r6]',
    'These are suitcase r2 and suitcase r5. [r2 r5]',
    'That is suitcase r2. [r2]',
    'These are suitcase r2 and suitcase r1. [r2 r1]',
    'Undone. That is suitcase r2. [r2]',
    expect.stringMatching(/^Redone\. These are suitcase r2 and suitcase r1\. \[r\d r\d\]$/),
    expect.stringMatching(/^\d: suitcase, \w+.* \(r\d\)$/),
    expect.stringMatching(/^\d: suitcase, \w+.* \(r\d\)$/),
    expect.stringMatching(/^r2 now covers \d+ pixels, 1\d\d% of what it was\. \[r2\]$/),
    'I see 6 suitcases. [r1 r2 r3 r4 r5 r6]',
    expect.stringMatching(/^deixis: There is no such region/),
    'r1, r2, r3, r4, r5, r6 as coco. → stack.json',
    expect.stringMatching(/^deixis: Choose a format: png, /),
    'r1, r2, r3, r4, r5 and r6, cut out. → cut.png',
    'r1, r2, r3, r4, r5 and r6, cut out. → stack-cutout-1.png',
    ...['› the suitcases', '› only r2 and r5', '› without r5', '› also r1', '› (look)', '› (look)'].flatMap(
      (said) => [said, expect.stringMatching(/^ {2}\S/)],
    ),
    expect.stringMatching(/^Forgotten/),
    expect.stringMatching(/^deixis: There is no picture in this conversation/),
  ])
  expect(JSON.parse(await readFile(join(folder, 'stack.json'), 'utf8')).annotations).toHaveLength(6)
  const [asked, numbered] = await Promise.all(
    ['cut.png', 'stack-cutout-1.png'].map((name) => readFile(join(folder, name))),
  )
  expect(asked).toEqual(numbered)
})

it('cannot start without its picture', async () => {
  const { status, stderr } = await run(['chat', 'missing.jpg'], { cwd: folder, input: 'the dog\n' })
  expect(status).toBe(2)
  expect(stderr).toMatch(/^deixis: There is no file "missing.jpg"/)
})
