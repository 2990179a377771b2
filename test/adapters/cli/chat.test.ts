import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { photo } from '../pictures.js'
import { run } from './run.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-chat-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('answers line by line when piped, and survives mistakes', async () => {
  const input = [
    photo.phrase,
    'the giraffe',
    ':undo',
    ':save out.png',
    ':nonsense',
    ':quit',
    'too late',
  ].join('\n')
  const { status, stdout, stderr } = await run(['chat', photo.path, '-o', 'turns'], { input, cwd: folder })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(/\[r\d+.*\] → turns\/turn-1\.png$/),
    expect.stringMatching(/turns\/turn-2\.png$/),
    expect.stringMatching(/\[r\d+.*\] → turns\/turn-3\.png$/),
    'Drawn into out.png',
    'deixis: No such command; :help lists them.',
  ])
  expect((await readdir(folder)).sort()).toEqual(['out.png', 'turns'])
  expect((await readdir(join(folder, 'turns'))).sort()).toEqual(['turn-1.png', 'turn-2.png', 'turn-3.png'])
})

it('cannot start without its picture', async () => {
  const { status, stderr } = await run(['chat', 'missing.jpg'], { cwd: folder, input: 'the dog\n' })
  expect(status).toBe(2)
  expect(stderr).toMatch(/^deixis: There is no file "missing.jpg"/)
})
