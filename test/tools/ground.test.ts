import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Session, startSession } from '../adapters/mcp/client.js'
import { photo } from '../adapters/pictures.js'

let session: Session
beforeAll(async () => {
  session = await startSession()
})
afterAll(() => session[Symbol.asyncDispose]())

it('finds boxes for a phrase', async () => {
  const { data } = await session.call('ground', { image: photo.path, phrase: photo.phrase })
  expect(data.regions.length).toBeGreaterThan(0)
  for (const { label, score, box, mask } of data.regions) {
    expect(label).toBe(photo.label)
    expect(score).toBeGreaterThan(0)
    expect(box.x + box.width).toBeLessThanOrEqual(data.width)
    expect(box.y + box.height).toBeLessThanOrEqual(data.height)
    expect(mask).toBeUndefined()
  }
})

it('finds everything', async () => {
  const { data } = await session.call('ground', { everything: true })
  expect(data.regions.map(({ label }: { label: string }) => label)).toContain(photo.label)
})

it('answers honestly that nothing fits', async () => {
  const { data, text, picture, isError } = await session.call('ground', { phrase: 'the giraffe' })
  expect(isError).toBe(false)
  expect(data.regions).toEqual([])
  expect(text).toContain(data.answer)
  expect(picture).toBeUndefined()
})

it('leaves the selection of the conversation alone', async () => {
  const { data } = await session.call('segment', { phrase: photo.phrase })
  await session.call('ground', { phrase: 'the giraffe' })
  const next = await session.call('reason', { question: 'only the leftmost one' })
  expect(next.data.regions).toHaveLength(1)
  expect(data.regions.map(({ id }: { id: string }) => id)).toContain(next.data.regions[0].id)
})

it.each([{}, { phrase: 'dog', everything: true }, { phrase: '' }])(
  'asks for one of the two: %j',
  async (args) => {
    const { isError, text } = await session.call('ground', args)
    expect(isError).toBe(true)
    expect(text).toBe('Give either a phrase or everything: true.')
  },
)
