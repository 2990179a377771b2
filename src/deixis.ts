import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { Conversation } from './conversation/conversation.js'
import { createMemoryStore } from './conversation/memory-store.js'
import type { ConversationStore, ConversationSummary } from './conversation/store.js'
import { createEngines, type EngineOptions } from './engines.js'
import type { Access } from './image/access.js'
import type { Image } from './image/image.js'
import type { EngineLoad } from './perception/pool.js'
import { createPictures } from './pictures.js'
import type { StoreOptions } from './store/options.js'

/** Conversations with their scenes at hand; others are taken from the store when they go on. */
const MAX_LIVE = 100
/** What the pictures of those may take, in bytes: mostly the same pixels as in the cache of pictures. */
const MAX_LIVE_BYTES = 512 * 1024 * 1024

export interface DeixisOptions extends EngineOptions {
  /** What {@link Deixis.open} may read. Every file and https address, unless it says otherwise. */
  access?: Access
  /** A file that keeps conversations beyond the process, made if there is none; memory alone without it. */
  store?: string | StoreOptions | undefined
}

export interface OpenOptions {
  signal?: AbortSignal | undefined
  /** What a picture that comes as bytes is called in answers and files. */
  name?: string | undefined
}

/** Pictures, conversations and the engines behind them. */
export interface Deixis extends AsyncDisposable {
  /** What the embedded engine has names for. */
  readonly labels: readonly string[]
  /**
   * Opens a picture: a path, a `file://`, `https://` or `data:` address, the bytes of a file, or the id of a picture
   * opened before. Throws `UserInputError` with a code and what to do.
   */
  open(source: string | URL | Uint8Array, options?: OpenOptions): Promise<Image>
  /** The conversation of that id, a new one if there is none; without an id, one with a fresh id. */
  conversation(id?: string): Conversation
  /** The conversations that are kept, most recent first. */
  conversations(): ConversationSummary[]
  /** Deletes a conversation with all that was kept of it. */
  forget(conversationId: string): void
  /** What the embedded engine has to do, and has done so far. */
  engineLoad(): EngineLoad
  /** Waits for what is under way and frees the engines. */
  close(): Promise<void>
}

/**
 * Starts deixis. Nothing is loaded, and no server asked, before it is needed. Throws `ConfigurationError` where the
 * store's file can't be used or a model's name can't be read.
 */
export async function createDeixis({ access = {}, store, ...engine }: DeixisOptions = {}): Promise<Deixis> {
  const kept = typeof store === 'string' ? { path: store } : store
  const engines = createEngines(engine, kept?.path)
  const ground = { pictures: createPictures(access), store: await openStore(kept) }
  const live = new LRUCache<string, Conversation>({ max: MAX_LIVE })

  return {
    get labels() {
      return engines.labels
    },
    open: (source, options = {}) => ground.pictures.open(source, options),
    conversation(id = randomUUID()) {
      makeRoomFor(id)
      const found = live.get(id)
      found?.refresh()
      if (found) return found
      const conversation = new Conversation(id, engines, ground)
      live.set(id, conversation)
      return conversation
    },
    conversations: () => ground.store.list(),
    forget(conversationId) {
      const talk = live.get(conversationId)
      live.delete(conversationId)
      ground.store.forget(conversationId)
      engines.forget(conversationId).catch(() => {}) // in a file it went with the conversation
      for (const { id } of talk?.images ?? []) ground.pictures.drop(id)
    },
    engineLoad: () => engines.load(),
    close: () => engines.close(),
    [Symbol.asyncDispose]: () => engines.close(),
  }

  /** Conversations grow while they go on, so they are measured again whenever one is asked for. */
  function makeRoomFor(current: string): void {
    let bytes = live.peek(current)?.pictureBytes ?? 0
    // Most recent first.
    for (const [id, talk] of [...live.entries()]) {
      if (id === current) continue
      bytes += talk.pictureBytes
      if (bytes > MAX_LIVE_BYTES && !talk.busy) live.delete(id)
    }
  }
}

async function openStore(options: StoreOptions | undefined): Promise<ConversationStore> {
  if (!options) return createMemoryStore()
  const { createSqliteStore } = await import('./store/sqlite-store.js')
  return createSqliteStore(options)
}
