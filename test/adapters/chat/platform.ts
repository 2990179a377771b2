import { createChatHandler } from '../../../adapters/chat/handler.js'
import type { ChatHandler, Inbound, InboundImage, Reply } from '../../../adapters/chat.js'
import { Conversation } from '../../../src/conversation/conversation.js'
import { createMemoryStore } from '../../../src/conversation/memory-store.js'
import type { ConversationStore } from '../../../src/conversation/store.js'
import type { DeixisError } from '../../../src/errors.js'
import type { Box } from '../../../src/geometry.js'
import { Picture } from '../../../src/mask/picture.js'
import { createPictures } from '../../../src/pictures.js'
import { fakeEngines, paintedImage } from '../../fakes/engines.js'

type Options = Parameters<typeof createChatHandler>[0]
export type FakeDeixis = Options['deixis']

const SIZE = { width: 120, height: 60 }
const box = (x: number): Box => ({ x, y: 20, width: 20, height: 20 })

/** A red dog, a blue dog and a green cat from left to right; `shade` makes it another picture. */
export function zoo(shade = 0): Promise<Buffer> {
  const { pixels } = paintedImage('zoo', SIZE, [
    { box: box(10), rgb: [220, 10, 10 + shade] },
    { box: box(50), rgb: [10, 10 + shade, 220] },
    { box: box(90), rgb: [10, 160 + shade, 10] },
  ])
  return new Picture(pixels, SIZE, 3).encode('png')
}

/** deixis with engines that see the zoo in whatever they are shown. */
export function fakeDeixis(store: ConversationStore = createMemoryStore()) {
  const engines = fakeEngines([
    { label: 'dog', score: 0.9, box: box(10) },
    { label: 'dog', score: 0.8, box: box(50) },
    { label: 'cat', score: 0.7, box: box(90) },
  ])
  const pictures = createPictures({})
  const conversations = new Map<string, Conversation>()
  const deixis: FakeDeixis = {
    labels: ['cat', 'dog'],
    open: (source, options = {}) => pictures.open(source, options),
    conversation(id = 'unnamed') {
      const found = conversations.get(id) ?? new Conversation(id, engines, { pictures, store })
      conversations.set(id, found)
      return found
    },
    forget(id) {
      conversations.delete(id)
      store.forget(id)
    },
  }
  return { deixis, engines }
}

/** What came of one request. */
export interface Outcome {
  readonly progress: readonly string[]
  readonly reply?: Reply
  readonly failure?: DeixisError
}

export type Said = Partial<Omit<Inbound, 'author' | 'images'>> & {
  readonly author?: string
  /** Files, by name. */
  readonly images?: Readonly<Record<string, Uint8Array>> | readonly InboundImage[]
}

/** Somebody on a platform that delivers at once and shows everything. */
export async function send(handler: ChatHandler, said: Said): Promise<Outcome> {
  const { author = 'ann', images = [], ...rest } = said
  const outcome: { progress: string[]; reply?: Reply; failure?: DeixisError } = { progress: [] }
  await handler(
    {
      conversationId: 'talk',
      messageId: 'm1',
      command: 'ask',
      text: '',
      signal: new AbortController().signal,
      ...rest,
      author: { id: author, name: author },
      images: Array.isArray(images)
        ? images
        : Object.entries(images).map(([name, bytes]) => ({ name, load: async () => bytes })),
    },
    {
      progress: async (text) => {
        outcome.progress.push(text)
      },
      reply: async (reply) => {
        outcome.reply = reply
      },
      fail: async (failure) => {
        outcome.failure = failure
      },
    },
  )
  return outcome
}

/** The same, where an answer is expected. */
export async function answerTo(handler: ChatHandler, said: Said): Promise<Reply> {
  const { reply, failure } = await send(handler, said)
  if (reply) return reply
  throw failure ?? new Error('there was no answer')
}

/** A chat about the zoo, with a picture shown already unless it is told otherwise. */
export function startChat(options: Partial<Options> = {}) {
  const { deixis, engines } = fakeDeixis()
  const log: unknown[] = []
  const handler = createChatHandler({
    deixis,
    capabilities: { maxUploadBytes: 8_000_000, actions: true },
    log: (error) => log.push(error),
    ...options,
  })
  return { handler, engines, deixis, log }
}
