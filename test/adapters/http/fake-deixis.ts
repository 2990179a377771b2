import { randomUUID } from 'node:crypto'
import { Conversation } from '../../../src/conversation/conversation.js'
import { createMemoryStore } from '../../../src/conversation/memory-store.js'
import type { Access, Deixis, EngineContext, EngineLoad } from '../../../src/index.js'
import { createPictures } from '../../../src/pictures.js'
import { fakeEngines } from '../../fakes/engines.js'

/** Deixis as it is, with engines that fill every box; `entered` is told of each request before they answer. */
export function fakeDeixis(
  access: Access,
  entered: (context: EngineContext) => Promise<void> | void = () => {},
): Deixis {
  const pictures = createPictures(access)
  const store = createMemoryStore()
  const engines = fakeEngines([{ label: 'cup', score: 0.9, box: { x: 4, y: 4, width: 20, height: 20 } }])
  const { segment } = engines.segmenter
  engines.segmenter.segment = async (image, prompts, context) => {
    await entered(context)
    return segment(image, prompts, context)
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
    engineLoad,
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
}

function engineLoad(): EngineLoad {
  const requests = { waiting: 3, running: 2, begun: 40, waitedMs: 5500, refused: 6 }
  return { ...requests, workers: 2, workersLost: 1, cacheHits: 30, cacheMisses: 9, cacheBytes: 8e6 }
}
