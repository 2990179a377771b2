import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { photo, stack } from '../pictures.js'
import { startSessionForTest } from './client.js'

let folder: string
let picture: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-restart-'))
  picture = join(folder, 'stack.jpg')
})
afterAll(() => rm(folder, { recursive: true }))

/** A server on the same file of conversations as the others of this test. */
const start = (file: string) => startSessionForTest(['--store', join(folder, file), '--allow-dir', folder])
const idsOf = ({ data }: { data: { regions: { id: string }[] } }) => data.regions.map(({ id }) => id)
const boxes = [
  { x: 200, y: 300, width: 200, height: 120 },
  { x: 260, y: 200, width: 200, height: 200 },
]

it('goes on with ids, undo and picture when the server was killed in the middle', async () => {
  await copyFile(stack, picture)
  const before = await start('a.db')
  const first = await before.call('segment', { image: picture, boxes, label: 'case' })
  const conversation_id = first.data.conversation_id
  const second = await before.call('reason', { question: 'only the left one', conversation_id })
  expect(idsOf(second)).toEqual([idsOf(first)[0]])
  process.kill(before.pid, 'SIGKILL')

  const after = await start('a.db')
  const third = await after.call('reason', { question: 'the other one', conversation_id })
  expect(idsOf(third)).toEqual([idsOf(first)[1]])
  expect(third.data.saved).toContain('stack-answer')
  const fourth = await after.call('reason', { question: 'undo', conversation_id })
  expect(fourth.data).toMatchObject({ image_id: first.data.image_id, regions: second.data.regions })
  const shown = await after.call('view', { show: 'cutout', regions: idsOf(first), conversation_id })
  expect(shown.isError).toBe(false)
  // The id of the picture from before the restart opens it, too.
  const named = await after.call('segment', { image: first.data.image_id, boxes, conversation_id })
  expect(named.data.image_id).toBe(first.data.image_id)
})

it('begins anew for a client that names no conversation', async () => {
  const [one, other] = [await start('b.db'), await start('b.db')]
  const { data } = await one.call('segment', { image: stack, boxes })
  const { isError, text } = await other.call('reason', { question: 'the left one' })
  expect(isError).toBe(true)
  expect(text).toMatch(/no picture yet/)
  const there = await other.call('reason', {
    question: 'the left one',
    conversation_id: data.conversation_id,
  })
  expect(idsOf(there)).toHaveLength(1)
})

it('says when the picture is gone or has changed, and answers what needs none', async () => {
  await copyFile(stack, picture)
  const before = await start('c.db')
  const conversation_id = 'mine'
  await before.call('segment', { image: picture, boxes, conversation_id })
  await before.call('reason', { question: 'only the left one', conversation_id })
  await before[Symbol.asyncDispose]()
  await rm(picture)

  const after = await start('c.db')
  const undone = await after.call('reason', { question: 'undo', conversation_id })
  expect(idsOf(undone)).toHaveLength(2)
  expect(undone.text).toMatch(/^Undone\. .*Nothing is drawn: The file of "stack.jpg" is gone/)
  const why = await after.call('reason', { question: 'why?', conversation_id })
  expect(why.text).toContain('from the box or points given')
  const seen = await after.call('reason', { question: 'the suitcases', conversation_id })
  expect(seen).toMatchObject({ isError: true, text: expect.stringMatching(/is gone: open it again/) })
  await copyFile(photo.path, picture)
  const changed = await after.call('reason', { question: 'the suitcases', conversation_id })
  expect(changed).toMatchObject({ isError: true, text: expect.stringMatching(/has changed since/) })
  // Found again under another path, the conversation goes on.
  const moved = await after.call('reason', { image: stack, question: 'the other one', conversation_id })
  expect(moved.isError).toBe(false)
})

it('says what to do about a file that is no file of conversations, and leaves it alone', async () => {
  const file = join(folder, 'notes.txt')
  await writeFile(file, 'buy milk')
  const session = await start('notes.txt')
  const { isError, text } = await session.call('segment', { image: stack, boxes })
  expect(isError).toBe(true)
  expect(text).toMatch(/notes\.txt is no file of deixis conversations.*--no-store/)
})
