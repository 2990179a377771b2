import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { expect, it } from 'vitest'
import { createEventStores, type SessionEvents } from '../../../adapters/mcp/event-store.js'

const message = (text: string): JSONRPCMessage => ({ jsonrpc: '2.0', method: 'note', params: { text } })

/** What a client that saw `lastId` is sent. */
async function after(store: SessionEvents, lastId: string): Promise<string[]> {
  const seen: string[] = []
  await store.replayEventsAfter(lastId, {
    send: async (_id, event) => void seen.push(JSON.parse(JSON.stringify(event)).params.text),
  })
  return seen
}

it('gives the rest of a stream in its order, and nothing of others', async () => {
  const create = createEventStores()
  const [store, other] = [create(), create()]
  const first = await store.storeEvent('s', message('1'))
  await store.storeEvent('t', message('of another stream'))
  await other.storeEvent('s', message('of another session'))
  for (const text of ['2', '3']) await store.storeEvent('s', message(text))
  expect(await after(store, first)).toEqual(['2', '3'])
  await expect(after(other, '3')).rejects.toThrow('not kept')
})

it('lets the oldest go where all sessions together hold too much', async () => {
  const create = createEventStores()
  const [quiet, busy] = [create(), create()]
  const old = await quiet.storeEvent('s', message('old'))
  const large = 'x'.repeat(10 * 1024 * 1024)
  for (let i = 0; i < 6; i++) await busy.storeEvent('s', message(large))
  const kept = await quiet.storeEvent('s', message('new'))
  expect(await after(quiet, old)).toEqual(['new'])
  await busy.storeEvent('s', message(large))
  await expect(after(quiet, old)).rejects.toThrow('not kept')
  await quiet.storeEvent('s', message('newer'))
  expect(await after(quiet, kept)).toEqual(['newer'])
})

it('holds nothing of a session that has ended', async () => {
  const create = createEventStores()
  const [ended, other] = [create(), create()]
  const [id, theirs] = [await ended.storeEvent('s', message('1')), await other.storeEvent('s', message('1'))]
  ended.forget()
  await expect(after(ended, id)).rejects.toThrow('not kept')
  expect(await after(other, theirs)).toEqual([])
})
