import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { withFileLock } from '../../src/store/file-lock.js'

let folder: string
let path: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-lock-'))
  path = join(folder, 'lock')
})
afterAll(() => rm(folder, { recursive: true }))

const held = () => withFileLock(path, () => existsSync(path), 200)
const lockOf = (pid: number, host = hostname()) => JSON.stringify({ pid, host, token: 'x' })
/** Beyond the process ids of every system. */
const NOBODY = 2 ** 30

it('is held during the work alone, whether that succeeds or not', () => {
  expect(held()).toBe(true)
  expect(() =>
    withFileLock(path, () => {
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(readdirSync(folder)).toEqual([])
})

it('is taken from a dead process at once', () => {
  writeFileSync(path, lockOf(NOBODY))
  const started = performance.now()
  expect(held()).toBe(true)
  expect(performance.now() - started).toBeLessThan(200)
  expect(readdirSync(folder)).toEqual([])
})

it.each([
  ['a live process', lockOf(process.pid)],
  ['a process of another machine', lockOf(NOBODY, 'elsewhere')],
  ['one that died before it wrote its name', ''],
])('is taken from %s only after it has shown no change for long', (_, content) => {
  writeFileSync(path, content)
  const started = performance.now()
  expect(held()).toBe(true)
  expect(performance.now() - started).toBeGreaterThan(200)
  expect(readdirSync(folder)).toEqual([])
})

it('leaves alone what is no lock', () => {
  path = join(folder, 'missing', 'lock')
  expect(held).toThrow(/ENOENT/)
})
