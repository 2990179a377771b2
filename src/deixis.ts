import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { Conversation } from './conversation/conversation.js'
import { UserInputError } from './errors.js'
import type { Access } from './image/access.js'
import type { Image } from './image/image.js'
import { openImage } from './image/load.js'
import { createEmbeddedEngine, type EmbeddedOptions } from './perception/embedded.js'

/** Pictures kept decoded, in bytes of pixels. */
const IMAGE_CACHE_BYTES = 512 * 1024 * 1024
/** Conversations kept; the one not used for longest goes first. */
const MAX_CONVERSATIONS = 500
const IMAGE_ID = /^[0-9a-f]{16}$/

export interface DeixisOptions extends EmbeddedOptions {
  /** What {@link Deixis.open} may read. Every file and https address, unless it says otherwise. */
  access?: Access
}

/** Pictures, conversations and the engines behind them. */
export interface Deixis extends AsyncDisposable {
  /** What the grounder can name. */
  readonly labels: readonly string[]
  /**
   * Opens a picture: a path, a `file://`, `https://` or `data:` address, the bytes of a file, or the id of a picture
   * opened before. Throws `UserInputError` with a code and what to do.
   */
  open(source: string | URL | Uint8Array, options?: { signal?: AbortSignal | undefined }): Promise<Image>
  /** The conversation of that id, a new one if there is none; without an id, one with a fresh id. */
  conversation(id?: string): Conversation
  /** Lets go of a conversation, and so of the pictures that it alone holds. */
  forget(conversationId: string): void
  /** Waits for what is under way and frees the engines. */
  close(): Promise<void>
}

/** Starts deixis with the engine that ships with it. Nothing is loaded before it is needed. */
export async function createDeixis({ access = {}, ...engine }: DeixisOptions = {}): Promise<Deixis> {
  const engines = createEmbeddedEngine(engine)
  const images = new LRUCache<string, Image>({
    maxSize: IMAGE_CACHE_BYTES,
    sizeCalculation: ({ pixels }) => pixels.length,
  })
  const conversations = new LRUCache<string, Conversation>({ max: MAX_CONVERSATIONS })

  return {
    get labels() {
      return engines.grounder.labels
    },
    async open(source, { signal } = {}) {
      if (typeof source === 'string' && IMAGE_ID.test(source)) return known(source)
      const image = await openImage(source, access, { signal, cached: (id) => images.get(id) })
      images.set(image.id, image)
      return image
    },
    conversation(id = randomUUID()) {
      const found = conversations.get(id)
      if (found) return found
      const conversation = new Conversation(id, engines)
      conversations.set(id, conversation)
      return conversation
    },
    forget(conversationId) {
      conversations.delete(conversationId)
    },
    close: () => engines.close(),
    [Symbol.asyncDispose]: () => engines.close(),
  }

  function known(id: string): Image {
    const image = images.get(id)
    if (image) return image
    const ids = [...images.keys()].slice(0, 10)
    const hint = ids.length > 0 ? `Known are ${ids.join(', ')}.` : 'None is open yet.'
    throw new UserInputError(
      'unknown-image',
      `No picture with this id is open. ${hint} Open it again by its path.`,
    )
  }
}
