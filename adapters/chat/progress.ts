import type { Responder } from '../chat.js'

export interface Telling {
  /** Says what is under way. While the platform is busy with one text only the latest of further ones is kept. */
  say(text: string): void
  /** Says nothing more, and waits for what is on its way: it must not come after the reply. */
  end(): Promise<void>
}

/** Tells how far a request is, at the pace of the platform. What can't be delivered is logged: the work goes on. */
export function createTelling(responder: Responder, log: (error: unknown) => void): Telling {
  let wanted = ''
  let said = ''
  let ended = false
  let delivery: Promise<void> | undefined

  return {
    say(text) {
      wanted = text
      if (ended || delivery || wanted === said) return
      delivery = deliver().finally(() => {
        delivery = undefined
      })
    },
    async end() {
      ended = true
      await delivery
    },
  }

  async function deliver(): Promise<void> {
    while (!ended && said !== wanted) {
      said = wanted
      try {
        await responder.progress(said)
      } catch (error) {
        log(error)
      }
    }
  }
}
