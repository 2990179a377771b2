import { expect, it } from 'vitest'
import { ALICE, BOB, box, dataOf, png, start, textOf } from './start.js'

it("is nobody else's, by whatever name they ask for it", async () => {
  const server = await start({ tokens: [ALICE, BOB] })
  const [alice, again, bob] = [
    await server.connect(ALICE),
    await server.connect(ALICE),
    await server.connect(BOB),
  ]
  const image = await server.upload(await png(), { token: ALICE })
  const first = dataOf(await alice.call('segment', { image, boxes: [box] }))
  const own = String(first.conversation_id)
  expect(own).toMatch(/^c-[0-9a-f]{8}$/)

  const view = { show: 'cutout', regions: ['r1'], conversation_id: own }
  const refused = await bob.call('view', view)
  expect(refused.isError).toBe(true)
  expect(textOf(refused)).toContain('There is no such region')
  expect(textOf(await bob.call('reason', { question: 'why?', conversation_id: own }))).toContain(
    'no picture yet',
  )
  const uri = `deixis://conversation/${own}/region/r1`
  await expect(bob.client.readResource({ uri })).rejects.toMatchObject({ code: -32002 })
  // Its owner goes on with it, also in another session, once that has taken part in it.
  await expect(again.client.readResource({ uri })).rejects.toMatchObject({ code: -32002 })
  expect((await again.call('view', view)).isError).toBeFalsy()
  expect((await again.client.readResource({ uri })).contents).toHaveLength(1)
})

it("takes no name that could be part of another's", async () => {
  const server = await start({ tokens: [ALICE] })
  const { call } = await server.connect(ALICE)
  const image = await server.upload(await png(), { token: ALICE })
  for (const conversation_id of ['a/b', '../x', '']) {
    expect((await call('segment', { image, boxes: [box], conversation_id })).isError).toBe(true)
  }
})

it('is found by its owner alone, and a session by its token', async () => {
  const server = await start({ tokens: [ALICE, BOB] })
  const { transport } = await server.connect(ALICE)
  const session = { 'mcp-session-id': transport.sessionId! }
  for (const method of ['GET', 'DELETE']) {
    const headers = { ...session, accept: 'text/event-stream' }
    expect((await server.fetch('/mcp', { method, headers, token: BOB })).status).toBe(404)
  }
  expect((await server.fetch('/mcp', { method: 'DELETE', headers: session, token: ALICE })).status).toBe(200)
})
