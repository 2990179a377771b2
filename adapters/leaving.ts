/** How a service is told to end, by SIGINT or SIGTERM. */
export interface Leaving extends Disposable {
  /** Settles at the first signal: what is under way may be finished. */
  readonly told: Promise<void>
  /** Aborted at the second: what is under way is cut short. */
  readonly hurry: AbortController
}

/** Listens for signals until it is disposed of. */
export function listenForSignals(): Leaving {
  const hurry = new AbortController()
  let leave = () => {}
  const told = new Promise<void>((resolve) => {
    leave = resolve
  })
  let leaving = false
  const onSignal = () => {
    if (leaving) return hurry.abort()
    leaving = true
    console.error('deixis: finishing what is under way; once more to end at once')
    leave()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  return {
    told,
    hurry,
    [Symbol.dispose]: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal),
  }
}
