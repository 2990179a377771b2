/** Shows the newest of many texts. */
export interface Ticker {
  push(text: string): void
  /** Shows no more, and settles when nothing is on its way. */
  stop(): Promise<void>
}

/** Shows a text at once, and then the newest one every `everyMs`. Failures to show are of no consequence. */
export function createTicker(show: (text: string) => Promise<unknown>, everyMs: number): Ticker {
  let next: string | undefined
  let timer: NodeJS.Timeout | undefined
  let showing: Promise<unknown> = Promise.resolve()
  let stopped = false

  function tick() {
    timer = undefined
    if (stopped || next === undefined) return
    showing = show(next).catch(() => {})
    next = undefined
    timer = setTimeout(tick, everyMs)
  }

  return {
    push(text) {
      next = text
      if (!timer) tick()
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await showing
    },
  }
}
