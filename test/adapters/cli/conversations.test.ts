import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BLANK } from '../../../src/conversation/store.js'
import { createSqliteStore } from '../../../src/store/sqlite-store.js'
import { stack } from '../pictures.js'
import { run } from './run.js'

let folder: string
let env: Record<string, string>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-talk-'))
  env = { DEIXIS_STORE: join(folder, 'talk.db') }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const lines = (stdout: string) => stdout.trim().split('\n')

it('goes on from one command to the next, and in a chat', async () => {
  const all = await run(['reason', stack, 'the suitcases', '-c', 'trip', '--json'], { env })
  const ids = JSON.parse(all.stdout).regions.map(({ id }: { id: string }) => id)
  expect(ids.length).toBeGreaterThan(2)
  const input = 'only the one on top\nundo\nwhy?\n:history\n'
  const [top, undone, why, ...history] = lines((await run(['chat', '-c', 'trip'], { env, input })).stdout)
  expect(top).toMatch(/ \[r\d+\]$/)
  expect(undone).toContain(`[${ids.join(' ')}]`)
  expect(why).toContain(`${ids[0]}: suitcase`)
  expect(history[0]).toBe('› the suitcases')
})

it('lists them, and forgets', async () => {
  const store = createSqliteStore({ path: env.DEIXIS_STORE! })
  store.save('secret', BLANK, 0)
  const [first] = lines((await run(['conversations'], { env })).stdout)
  expect(first).toMatch(/^secret {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}no picture, 0 turns: ""$/)
  const rest = await run(['conversations', '--forget', 'secret', '--json'], { env })
  expect(JSON.parse(rest.stdout).map(({ id }: { id: string }) => id)).not.toContain('secret')
  expect(store.load('secret')).toBeUndefined()
})

it('keeps nothing with --no-store, and says what is missing', async () => {
  const kept = await run(['chat', stack, '-c', 'x', '--no-store'], { env, input: ':history\n' })
  expect(kept).toEqual({ status: 0, stdout: 'Nothing was asked yet.\n', stderr: '' })
  const { status, stderr } = await run(['chat', '-c', 'x'], { env, input: 'undo\n' })
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'deixis: This conversation has no picture yet: name one.\n',
  })
})

it.each([
  [['chat', stack, '-c', 'a b'], /--conversation: expected 1 to 64 letters/],
  [['chat', stack, '--keep-days', 'long'], /--keep-days .*expected a number of days/],
])('refuses %j', async (args, message) => {
  const { status, stderr } = await run(args, { env })
  expect(status).toBe(2)
  expect(stderr).toMatch(message)
})
