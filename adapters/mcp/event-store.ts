import type { EventStore } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { LRUCache } from 'lru-cache'

const MAX_EVENTS = 1000
/** In characters of JSON: some twenty answers with a picture. */
const MAX_SIZE = 16 * 1024 * 1024

/**
 * What one session was sent lately, so that a client whose connection broke can have the rest of a stream. The oldest
 * events go first; a client that asks for what came after one of those is refused, and asks its question again.
 */
export function createEventStore(): EventStore {
  const events = new LRUCache<string, { streamId: string; message: JSONRPCMessage }>({
    max: MAX_EVENTS,
    maxSize: MAX_SIZE,
    sizeCalculation: ({ message }) => JSON.stringify(message).length,
  })
  let count = 0
  return {
    async storeEvent(streamId, message) {
      const id = String(++count)
      events.set(id, { streamId, message })
      return id
    },
    getStreamIdForEventId: async (id) => events.peek(id)?.streamId,
    async replayEventsAfter(lastId, { send }) {
      const streamId = events.peek(lastId)?.streamId
      if (streamId === undefined) throw new Error('that event is not kept any more')
      for (const id of [...events.rkeys()]) {
        const event = events.peek(id)
        if (event?.streamId === streamId && Number(id) > Number(lastId)) await send(id, event.message)
      }
      return streamId
    },
  }
}
