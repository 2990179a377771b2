import type { ServerResponse } from 'node:http'
import type { ServerOptions } from '../mcp/options.js'
import type { OpenSession, Session } from '../mcp/session.js'
import type { Owner } from './owners.js'
import { Refusal } from './refusal.js'

export interface SessionTerms {
  /** Sessions at once, of all owners together. */
  readonly max: number
  /** A session that has nothing to do for so long is closed. */
  readonly restMs: number
  readonly open: OpenSession
}

interface Entry {
  readonly owner: Owner
  readonly session: Session
  /** Answers under way, streams included. */
  open: number
  /** Runs while nothing is under way. */
  timer: NodeJS.Timeout | undefined
}

/** The sessions that are open. */
export interface Sessions {
  readonly size: number
  /** An owner's session; `undefined` also for one of somebody else. */
  find(id: string, owner: Owner): Session | undefined
  /** Throws {@link Refusal} where there are too many. */
  begin(owner: Owner, options: ServerOptions): Promise<Session>
  /** Keeps a session from expiring until `response` is closed. */
  hold(session: Session, response: ServerResponse): void
  /** Settles once no call is under way in any of them. */
  idle(): Promise<void>
  closeAll(): Promise<void>
}

export function createSessions({ max, restMs, open }: SessionTerms): Sessions {
  // In the order in which they were last asked for.
  const entries = new Map<string, Entry>()

  function rest(entry: Entry): void {
    clearTimeout(entry.timer)
    entry.timer = setTimeout(() => void expire(entry), restMs).unref()
  }

  async function expire(entry: Entry): Promise<void> {
    const { session } = entry
    if (!session.busy) return session.close()
    // A call that outlives its connection is no rest, and its client may come back for the answer.
    await session.idle()
    if (entry.open === 0 && entries.has(session.id)) rest(entry)
  }

  /** An owner's own session that rests gives way; others' never do. */
  async function makeRoom(owner: Owner): Promise<void> {
    if (entries.size < max) return
    // A call may outlive its connection.
    const resting = [...entries.values()].find(
      (entry) => entry.owner === owner && entry.open === 0 && !entry.session.busy,
    )
    if (!resting) throw new Refusal(503, 'busy', 'Too many sessions are open: end one, or try later.', 30)
    await resting.session.close()
  }

  return {
    get size() {
      return entries.size
    },
    find(id, owner) {
      const entry = entries.get(id)
      return entry?.owner === owner ? entry.session : undefined
    },
    async begin(owner, options) {
      await makeRoom(owner)
      let ended = () => {}
      const session = await open(options, () => ended())
      const entry: Entry = { owner, session, open: 0, timer: undefined }
      ended = () => {
        clearTimeout(entry.timer)
        entries.delete(session.id)
      }
      entries.set(session.id, entry)
      return session
    },
    hold({ id }, response) {
      const entry = entries.get(id)
      if (!entry) return
      entries.delete(id)
      entries.set(id, entry)
      clearTimeout(entry.timer)
      entry.open++
      response.once('close', () => {
        entry.open--
        if (entry.open === 0 && entries.has(id)) rest(entry)
      })
    },
    async idle() {
      await Promise.all([...entries.values()].map(({ session }) => session.idle()))
    },
    async closeAll() {
      await Promise.all([...entries.values()].map(({ session }) => session.close()))
    },
  }
}
