/** Troubles to come, each for the next `times` requests whose method and path fit. */
export interface Faults {
  /** Too many requests: for one route, or for all of them. */
  limit(route: RegExp, fault?: { retryAfter?: number; global?: boolean; times?: number }): void
  /** The server fails. */
  fail(route: RegExp, fault?: { status?: number; times?: number }): void
  /** Answers requests of this kind only when it is told to. */
  hold(route: RegExp): () => void
  take(request: string): Fault | undefined
  /** Settles when no request of this kind is held back. */
  gate(request: string): Promise<void> | undefined
}

export type Fault = { status: 429; retryAfter: number; global: boolean } | { status: number }

export function createFaults(): Faults {
  const planned: { route: RegExp; fault: Fault; left: number }[] = []
  const gates: { route: RegExp; opened: Promise<void> }[] = []
  return {
    limit(route, { retryAfter = 0.05, global = false, times = 1 } = {}) {
      planned.push({ route, fault: { status: 429, retryAfter, global }, left: times })
    },
    fail(route, { status = 502, times = 1 } = {}) {
      planned.push({ route, fault: { status }, left: times })
    },
    hold(route) {
      let release = () => {}
      const gate = { route, opened: new Promise<void>((resolve) => (release = resolve)) }
      gates.push(gate)
      return () => {
        gates.splice(gates.indexOf(gate), 1)
        release()
      }
    },
    take(request) {
      const next = planned.find(({ route, left }) => left > 0 && route.test(request))
      if (next) next.left--
      return next?.fault
    },
    gate: (request) => gates.find(({ route }) => route.test(request))?.opened,
  }
}
