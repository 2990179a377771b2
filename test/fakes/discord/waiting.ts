/** Models take their time on a busy machine. */
const PATIENCE_MS = 30_000

export interface Waiting {
  /** Wakes whoever waits in `until`. */
  changed(): void
  /**
   * The first value that `probe` gives; tries again whenever something has changed. Rejects when patience ends,
   * naming what was waited for.
   */
  until<T>(what: string | (() => string), probe: () => T | undefined): Promise<T>
}

/** @param excuse what else may explain that somebody waited in vain */
export function createWaiting(excuse: () => string, patienceMs = PATIENCE_MS): Waiting {
  const probes = new Set<() => void>()
  return {
    changed() {
      for (const probe of [...probes]) probe()
    },
    until(what, probe) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          probes.delete(attempt)
          const missed = typeof what === 'string' ? what : what()
          reject(new Error(`Fake Discord waited in vain for ${missed}. ${excuse()}`))
        }, patienceMs)
        const attempt = () => {
          const value = probe()
          if (value === undefined) return
          clearTimeout(timer)
          probes.delete(attempt)
          resolve(value)
        }
        probes.add(attempt)
        attempt()
      })
    },
  }
}
