/** Work that is done one after the other, in the order in which it came. */
export interface Jobs {
  /** Settles with the job; rejects with {@link STOPPED} where it was stopped before it began. */
  add<T>(job: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Ends what is under way, and drops what waits. */
  stop(): void
}

/** Why a job was stopped: nothing that anybody has to be told. */
export const STOPPED = Symbol('stopped')

/** @param onBusy told when there is something to stop, and when there is not any more */
export function createJobs(onBusy: (busy: boolean) => void): Jobs {
  let controller = new AbortController()
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return {
    add(job) {
      const { signal } = controller
      onBusy(++waiting > 0)
      const result = last.then(() => {
        signal.throwIfAborted()
        return job(signal)
      })
      last = result.then(
        () => onBusy(--waiting > 0),
        () => onBusy(--waiting > 0),
      )
      return result.catch((error: unknown) => {
        throw signal.aborted ? STOPPED : error
      })
    },
    stop() {
      controller.abort(STOPPED)
      controller = new AbortController()
    },
  }
}
