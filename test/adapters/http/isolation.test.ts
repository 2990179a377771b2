import { randomUUID } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { ALICE, BOB, box, type Connected, eventually, gate, png, start, textOf } from './start.js'

/** Sends calls at once, each to a conversation of its own. */
const callsOf = ({ call }: Connected, image: string, count: number) =>
  Array.from({ length: count }, () => call('segment', { image, boxes: [box], conversation_id: randomUUID() }))

it('refuses what a session asks beyond 16 calls at once, and nobody else', async () => {
  const { opened, open } = gate()
  const entered = vi.fn(() => opened)
  const server = await start({ entered })
  const image = await server.upload(await png())
  const [eager, other] = [await server.connect(), await server.connect()]
  const taken = callsOf(eager, image, 16)
  await eventually(() => expect(entered).toHaveBeenCalledTimes(16))
  const refused = await eager.call('segment', { image, boxes: [box] })
  expect(refused.isError).toBe(true)
  expect(textOf(refused)).toBe(
    '16 calls of this session are under way, and no more may be: wait for their answers.',
  )
  const others = callsOf(other, image, 1)
  await eventually(() => expect(entered).toHaveBeenCalledTimes(17))
  open()
  for (const result of await Promise.all([...taken, ...others])) expect(result.isError).toBeFalsy()
  const [again] = await Promise.all(callsOf(eager, image, 1))
  expect(again?.isError).toBeFalsy()
})

it('refuses what a token asks in many sessions beyond 128 calls at once, and no other token', async () => {
  const { opened, open } = gate()
  const entered = vi.fn(() => opened)
  const server = await start({ tokens: [ALICE, BOB], entered })
  const image = await server.upload(await png(), { token: ALICE })
  await server.upload(await png(), { token: BOB })
  const taken = []
  for (let n = 0; n < 8; n++) taken.push(...callsOf(await server.connect(ALICE), image, 16))
  await eventually(() => expect(entered).toHaveBeenCalledTimes(128))
  const last = await server.connect(ALICE)
  const refused = await last.call('segment', { image, boxes: [box] })
  expect(textOf(refused)).toMatch(/^128 calls of all your sessions are under way/)
  const bobs = callsOf(await server.connect(BOB), image, 1)
  open()
  for (const result of await Promise.all([...taken, ...bobs])) expect(result.isError).toBeFalsy()
  expect((await last.call('segment', { image, boxes: [box] })).isError).toBeFalsy()
})

it('tells the engine who asks: a session, whatever conversations it names', async () => {
  const callers: (string | undefined)[] = []
  const server = await start({ entered: ({ caller }) => void callers.push(caller) })
  const image = await server.upload(await png())
  const [one, two] = [await server.connect(), await server.connect()]
  await Promise.all(callsOf(one, image, 2))
  await two.call('segment', { image, boxes: [box] })
  await two.call('refine', { region: 'r1', action: 'points', points: [{ x: 10, y: 10 }] })
  expect(callers).toHaveLength(4)
  expect(callers[1]).toBe(callers[0])
  expect(callers[3]).toBe(callers[2])
  expect(callers[2]).not.toBe(callers[0])
  expect(callers).not.toContain(undefined)
})
