/** Keeps requests of a conversation in the order in which they came, however long Discord takes to make each ready. */
export interface Arrivals {
  /** Settles like `ready`, after what came before it in the same conversation. */
  inOrder<T>(conversationId: string, ready: Promise<T>): Promise<T>
}

export function createArrivals(): Arrivals {
  const latest = new Map<string, Promise<unknown>>()
  return {
    async inOrder(conversationId, ready) {
      const turn = Promise.allSettled([latest.get(conversationId), ready])
      latest.set(conversationId, turn)
      await turn
      if (latest.get(conversationId) === turn) latest.delete(conversationId)
      return ready
    },
  }
}
