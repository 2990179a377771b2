import { ModelError } from '../errors.js'
import type { ImageInfo } from '../image/image.js'
import type { Region } from '../mask/region.js'
import { renderMarks } from '../mask/render.js'
import type { EngineContext } from '../perception/engine.js'
import type { Agent, Workbench } from '../reasoning/reasoner.js'
import { relationsInWords } from '../reasoning/relations-in-words.js'
import type { Scene } from '../scene/scene.js'
import type { Understood } from './draft.js'

/** Longest side of the pictures that an agent is shown, in pixels. */
const MARKED_SIDE = 1024

/** What an agent may do with a scene, which grows as it looks. */
export function createWorkbench({
  scene,
  selected,
  ground,
}: {
  scene(): Scene
  selected(): readonly Region[]
  ground: Workbench['ground']
}): Workbench {
  const regionsOf = (ids: readonly string[]) => scene().regions.filter(({ id }) => ids.includes(id))
  return {
    ground,
    regions: () => scene().regions,
    selected: () => selected().map(({ id }) => id),
    async marked(ids) {
      const picture = await renderMarks(scene().image, regionsOf(ids), { maxSide: MARKED_SIDE })
      return picture.encode('jpeg', 85)
    },
    relations: (ids) => relationsInWords(regionsOf(ids), scene()),
  }
}

/** The agent's answer as that of a turn; `undefined` where there is no agent, or it failed, which the trace says. */
export async function consult(
  agent: Agent | undefined,
  question: string,
  workbench: Workbench,
  conversationId: string,
  image: ImageInfo,
  context: EngineContext,
): Promise<Understood | undefined> {
  if (!agent) return undefined
  try {
    const { selection, answer, reasons } = await agent.answer(question, workbench, conversationId, context)
    const regions = workbench.regions().filter(({ id }) => selection.includes(id))
    return { image, regions, answer, reasons }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    const detail = `${agent.name} failed, so I went by the words that I know. ${error.message}`
    context.trace?.({ kind: 'fallback', detail, model: agent.name })
    return undefined
  }
}
