import { LRUCache } from 'lru-cache'
import { type ConversationStore, type Saved, summaryOf } from './store.js'

/** The conversation that has rested longest goes first. */
const MAX_CONVERSATIONS = 500

/** Keeps conversations as long as the process lives. */
export function createMemoryStore(): ConversationStore {
  const kept = new LRUCache<string, Saved & { updated: Date }>({ max: MAX_CONVERSATIONS })
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
