import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { ConfigurationError } from '../errors.js'

/** A holder works for milliseconds: one that holds on for this long is gone, even if its process id is in use. */
const PATIENCE_MS = 5_000
/** How long to queue behind others that come and go. */
const LONGEST_WAIT_MS = 20_000
/** To take a dead holder's lock away takes microseconds; whoever died at it is not waited for. */
const BREAKING_MS = 2_000

/**
 * Runs `work` while no other process does so under the same `path`, a file that names its holder. A lock whose holder
 * was killed is taken over. Blocks while it waits. Throws `ConfigurationError` where the lock can't be had.
 */
export function withFileLock<T>(path: string, work: () => T, patienceMs = PATIENCE_MS): T {
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), token: randomUUID() })
  acquire(path, mine, patienceMs)
  try {
    return work()
  } finally {
    // Unless somebody took it for dead: then the lock is theirs by now.
    if (contentOf(path) === mine) rmSync(path, { force: true })
  }
}

function acquire(path: string, mine: string, patienceMs: number): void {
  const started = Date.now()
  let seen: { holder: string; since: number } | undefined
  while (!created(path, mine)) {
    const holder = contentOf(path)
    if (holder === undefined) continue
    if (seen?.holder !== holder) seen = { holder, since: Date.now() }
    if (isDead(holder) || Date.now() - seen.since > patienceMs) breakLock(path, holder)
    else if (Date.now() - started > LONGEST_WAIT_MS) {
      throw new ConfigurationError(
        'Other processes keep the file of conversations busy: close some of them, or use another file with --store.',
      )
    } else pause(3 + 7 * Math.random())
  }
}

function created(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Removes the lock of `holder`, and never one that somebody else has made meanwhile. */
function breakLock(path: string, holder: string): void {
  const breaking = `${path}.break`
  try {
    mkdirSync(breaking)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    const age = Date.now() - (statSync(breaking, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (age > BREAKING_MS) rmSync(breaking, { recursive: true, force: true })
    else pause(3)
    return
  }
  if (contentOf(path) === holder) rmSync(path, { force: true })
  rmdirSync(breaking)
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** True where it is certain; a process of another machine, or a name just being written, may be alive. */
function isDead(holder: string): boolean {
  const [, pid, host] = /^\{"pid":(\d+),"host":"(.*)","token":/.exec(holder) ?? []
  if (pid === undefined || host !== hostname()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
