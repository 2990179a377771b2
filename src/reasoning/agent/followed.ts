import type { Workbench } from '../reasoner.js'

/**
 * A workbench whose work can be waited for: it may go on when LangChain has lost patience, and changes the scene.
 *
 * @param signal ends what takes long
 */
export function followed(
  workbench: Workbench,
  signal: AbortSignal,
): { workbench: Workbench; settled(): Promise<unknown> } {
  const running = new Set<Promise<unknown>>()

  return {
    workbench: {
      ground: (phrase) => follow(workbench.ground(phrase, signal)),
      regions: () => workbench.regions(),
      selected: () => workbench.selected(),
      marked: (ids) => follow(workbench.marked(ids)),
      relations: (ids) => workbench.relations(ids),
    },
    settled: () => Promise.allSettled(running),
  }

  function follow<T>(work: Promise<T>): Promise<T> {
    running.add(work)
    return work.finally(() => running.delete(work))
  }
}
