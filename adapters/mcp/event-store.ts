import { randomUUID } from 'node:crypto'
import type { EventStore } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { LRUCache } from 'lru-cache'

const MAX_EVENTS = 20_000
/** In characters of JSON, of all sessions together: some three hundred answers with a picture. */
const MAX_SIZE = 64 * 1024 * 1024

/** What one session was sent lately. */
export interface SessionEvents extends EventStore {
  /** When the session has ended. */
  forget(): void
}

/**
 * Stores that share one memory, a session each. A client whose connection broke can have the rest of a stream. The oldest
 * events go first, whosever they are; a client that asks for what came after one of those is refused, and asks its
 * question again.
 */
export function createEventStores(): () => SessionEvents {
  const events = new LRUCache<string, { streamId: string; message: JSONRPCMessage }>({
    max: MAX_EVENTS,
    maxSize: MAX_SIZE,
    sizeCalculation: ({ message }) => JSON.stringify(message).length,
  })
  return () => createEventStore(events)
}

function createEventStore(
  events: LRUCache<string, { streamId: string; message: JSONRPCMessage }>,
): SessionEvents {
  const session = randomUUID()
  let count = 0
  const keyOf = (id: string) => `${session}/${id}`
  return {
    async storeEvent(streamId, message) {
      const id = String(++count)
      events.set(keyOf(id), { streamId, message })
      return id
    },
    getStreamIdForEventId: async (id) => events.peek(keyOf(id))?.streamId,
    async replayEventsAfter(lastId, { send }) {
      const streamId = events.peek(keyOf(lastId))?.streamId
      if (streamId === undefined) throw new Error('that event is not kept any more')
      for (let id = Number(lastId) + 1; id <= count; id++) {
        const event = events.peek(keyOf(String(id)))
        if (event?.streamId === streamId) await send(String(id), event.message)
      }
      return streamId
    },
    forget() {
      for (const key of [...events.keys()]) if (key.startsWith(session)) events.delete(key)
    },
  }
}
