import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createLedger, type Ledger, talk } from './soak-client.js'
import { soakPictures } from './soak-pictures.js'
import { createSoakServer } from './soak-server.js'

const MEMORY_EVERY_MS = 500

export interface SoakPlan {
  /** The command's file. */
  readonly main: string
  /** The folder of the example pictures. */
  readonly examples: string
  /** People at once, each with a token of their own. */
  readonly sessions: number
  /** Called at the beginning of both halves; the half ends when what it returns settles. */
  half(ledger: Ledger): Promise<unknown>
}

export interface SoakResult {
  readonly ledger: Ledger
  readonly seconds: number
  /** Resident memory over time, in bytes, of the server before it was killed and of the one after. */
  readonly memory: readonly [number[], number[]]
  /** Conversations that have fewer turns in the file than were answered: after SIGKILL, and at the end. */
  readonly lost: readonly [string[], string[]]
  /** Of the last server, after SIGTERM. */
  readonly exit: number | null
}

/**
 * Many people use one server; in the middle it is killed (SIGKILL) and started again on the same file of conversations.
 */
export async function soak({ main, examples, sessions, half }: SoakPlan): Promise<SoakResult> {
  const folder = await mkdtemp(join(tmpdir(), 'deixis-soak-'))
  const tokens = Array.from(
    { length: sessions },
    (_, i) => `${randomBytes(16).toString('hex')}${i.toString(16).padStart(4, '0')}`,
  )
  const server = await createSoakServer(main, folder, tokens)
  const pictures = await soakPictures(examples)
  const ledger = createLedger()
  let seconds = 0

  /** @param end ends the server while everybody talks; what is cut off by that is no error */
  async function live<T>(end: () => Promise<T>): Promise<{ memory: number[]; ended: T }> {
    await server.start()
    const over = new AbortController()
    setMaxListeners(0, over.signal)
    const started = performance.now()
    const people = tokens.map((token) => talk(server.url, token, pictures, ledger, over.signal))
    const memory: number[] = []
    const watching = watch(memory, over.signal)
    try {
      await half(ledger)
      seconds += (performance.now() - started) / 1000
      const ending = end()
      over.abort()
      return { memory, ended: await ending }
    } finally {
      over.abort()
      await Promise.all([...people, watching])
    }
  }

  async function watch(memory: number[], over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      memory.push(await server.memory().catch(() => Number.NaN))
      await setTimeout(MEMORY_EVERY_MS, undefined, { signal: over }).catch(() => {})
    }
  }

  function lost(): string[] {
    const kept = server.turns()
    return [...ledger.answered].filter(([name, turns]) => (kept.get(name) ?? 0) < turns).map(([name]) => name)
  }

  try {
    const before = await live(() => server.kill())
    const lostByKill = lost()
    const after = await live(() => server.stop())
    return {
      ledger,
      seconds,
      memory: [before.memory.filter(Number.isFinite), after.memory.filter(Number.isFinite)],
      lost: [lostByKill, lost()],
      exit: after.ended,
    }
  } finally {
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}
