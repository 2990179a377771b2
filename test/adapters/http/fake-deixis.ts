import { randomUUID } from 'node:crypto'
import { Conversation } from '../../../src/conversation/conversation.js'
import { createMemoryStore } from '../../../src/conversation/memory-store.js'
import type { Access, Deixis } from '../../../src/index.js'
import { createPictures } from '../../../src/pictures.js'
import { fakeEngines } from '../../fakes/engines.js'

/** Deixis as it is, with engines that fill every box; `entered` is told of each request before they answer. */
export function fakeDeixis(access: Access, entered: () => Promise<void> | void = () => {}): Deixis {
  const pictures = createPictures(access)
  const store = createMemoryStore()
  const engines = fakeEngines([{ label: 'cup', score: 0.9, box: { x: 4, y: 4, width: 20, height: 20 } }])
  const { segment } = engines.segmenter
  engines.segmenter.segment = async (...args) => {
    await entered()
    return segment(...args)
  }
  const talks = new Map<string, Conversation>()
  return {
    labels: ['cup'],
    open: (source, options = {}) => pictures.open(source, options),
    conversation(id = randomUUID()) {
      const talk = talks.get(id) ?? new Conversation(id, engines, { pictures, store })
      talks.set(id, talk)
      return talk
    },
    conversations: () => store.list(),
    forget: (id) => void talks.delete(id),
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
}
