import { chmodSync, mkdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import sqlite, { type Database } from 'node-sqlite3-wasm'
import { ConfigurationError } from '../errors.js'
import { withFileLock } from './file-lock.js'
import { APPLICATION_ID, MIGRATIONS } from './schema.js'

export type { Database }

/*
 * node-sqlite3-wasm locks with a folder FILE.lock, which also stands for "somebody is writing": a process that was
 * killed leaves it behind, and with a rollback journal SQLite then takes a half-written file for a whole one. Hence:
 *
 * - every access goes through a lock of our own, so that a folder found under it is a dead one's and may go;
 * - the journal is a write-ahead log, which needs no such folder to tell what was committed. Without shared memory it
 *   works in exclusive mode alone, so the file is opened for each transaction and closed after it.
 */

/** Runs `work` in one transaction on the file, which is made where there is none. Throws `ConfigurationError`. */
export function transaction<T>(path: string, work: (db: Database) => T): T {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return withFileLock(`${path}.owner`, () => {
      removeLeftLock(path)
      if (isAbsent(path)) create(path)
      return withDatabase(path, (db) => {
        upgrade(db)
        return inTransaction(db, work)
      })
    })
  } catch (error) {
    throw explained(error, path)
  }
}

function withDatabase<T>(path: string, work: (db: Database) => T): T {
  const db = new sqlite.Database(path)
  try {
    // Forgotten means gone: freed pages are overwritten, and given back by auto_vacuum.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL')
    return work(db)
  } finally {
    db.close()
  }
}

function inTransaction<T>(db: Database, work: (db: Database) => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work(db)
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}

/** A new file takes its name only when it is whole. */
function create(path: string): void {
  const draft = `${path}.new`
  for (const file of [draft, `${draft}-wal`, `${draft}-journal`, `${path}-wal`]) rmSync(file, { force: true })
  removeLeftLock(draft)
  withDatabase(draft, (db) => {
    db.exec(`PRAGMA auto_vacuum = FULL; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA journal_mode = WAL`)
    upgrade(db)
  })
  chmodSync(draft, 0o600)
  renameSync(draft, path)
}

function upgrade(db: Database): void {
  const { application_id: application } = db.get('PRAGMA application_id') as { application_id: number }
  if (application !== APPLICATION_ID) throw new Unusable('foreign')
  const { user_version: version } = db.get('PRAGMA user_version') as { user_version: number }
  if (version > MIGRATIONS.length) throw new Unusable('newer')
  if (version === MIGRATIONS.length) return
  inTransaction(db, () => {
    for (const step of MIGRATIONS.slice(version)) db.exec(step)
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`)
  })
}

/** Whoever made it is dead: the living hold our own lock while they have one. */
function removeLeftLock(path: string): void {
  try {
    rmdirSync(`${resolve(path)}.lock`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function isAbsent(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory()) throw new Unusable('foreign')
  return stats === undefined || stats.size === 0
}

type Reason = 'foreign' | 'newer' | 'damaged'

const ADVICE: Record<Reason, string> = {
  foreign: 'is no file of deixis conversations. Name another file',
  newer: 'was written by a newer deixis. Update deixis, or name another file',
  damaged:
    'is damaged. Bring back a copy, or move it away, with the files beside it whose names begin with its own, to begin anew',
}

/** A file that is left as it is. */
export class Unusable extends Error {
  readonly reason: Reason

  constructor(reason: Reason, options?: ErrorOptions) {
    super(reason, options)
    this.reason = reason
  }
}

function explained(error: unknown, path: string): unknown {
  const reason = reasonOf(error)
  const otherwise = '(--store FILE, or --no-store to keep nothing); it was not changed.'
  if (reason) return new ConfigurationError(`${path} ${ADVICE[reason]} ${otherwise}`, { cause: error })
  const code = (error as NodeJS.ErrnoException).code
  const failed = error instanceof sqlite.SQLite3Error ? error.message : code
  if (failed === undefined || error instanceof ConfigurationError) return error
  return new ConfigurationError(
    `Conversations cannot be kept in ${path} (${failed}): make room or name another file ${otherwise}`,
    { cause: error },
  )
}

function reasonOf(error: unknown): Reason | undefined {
  if (error instanceof Unusable) return error.reason
  if (!(error instanceof sqlite.SQLite3Error)) return undefined
  if (/file is not a database/.test(error.message)) return 'foreign'
  return /malformed|no such (table|column)/.test(error.message) ? 'damaged' : undefined
}
