import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Session, startSession } from '../adapters/mcp/client.js'
import { photo, stack } from '../adapters/pictures.js'

let session: Session
beforeAll(async () => {
  session = await startSession()
})
afterAll(() => session[Symbol.asyncDispose]())

it('answers with a reason for each region, and goes on from there', async () => {
  const first = await session.call('reason', { image: photo.path, question: photo.phrase })
  const ids = first.data.regions.map(({ id }: { id: string }) => id)
  expect(ids.length).toBeGreaterThan(0)
  expect(Object.keys(first.data.reasons).sort()).toEqual([...ids].sort())

  const second = await session.call('reason', { question: 'only the leftmost one' })
  expect(second.data.regions).toHaveLength(1)
  expect(ids).toContain(second.data.regions[0].id)

  const third = await session.call('reason', { question: 'undo' })
  expect(third.data.regions.map(({ id }: { id: string }) => id)).toEqual(ids)
})

it('switches the picture of the conversation', async () => {
  const { data } = await session.call('reason', { image: stack, question: 'the suitcases' })
  expect([data.width, data.height]).toEqual([640, 480])
})

it('keeps conversations apart', async () => {
  const { isError, text } = await session.call('reason', { question: 'the dog', conversation_id: 'new' })
  expect(isError).toBe(true)
  expect(text).toMatch(/picture|image/)
})
