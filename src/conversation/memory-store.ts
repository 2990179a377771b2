import { LRUCache } from 'lru-cache'
import { fileBytes } from './album.js'
import { type ConversationStore, type Saved, summaryOf } from './store.js'

/** The conversation that has rested longest goes first. */
const MAX_CONVERSATIONS = 500
/** What the files of their pictures may take, in bytes. */
const MAX_FILE_BYTES = 256 * 1024 * 1024

/** Keeps conversations as long as the process lives. */
export function createMemoryStore(): ConversationStore {
  const kept = new LRUCache<string, Saved & { updated: Date }>({
    max: MAX_CONVERSATIONS,
    maxSize: MAX_FILE_BYTES,
    sizeCalculation: ({ snapshot }) => 1 + fileBytes(snapshot.album),
  })
  const revision = (id: string) => kept.peek(id)?.revision ?? 0
  return {
    revision,
    load: (id) => kept.peek(id),
    save(id, snapshot, since) {
      if (revision(id) !== since) return undefined
      kept.set(id, { snapshot, revision: since + 1, updated: new Date() })
      return since + 1
    },
    forget(id) {
      kept.delete(id)
    },
    list: () => [...kept].map(([id, { snapshot, updated }]) => summaryOf(id, snapshot, updated)),
  }
}
