import { resolve } from 'node:path'
import { type Database, transaction } from './database.js'
import { type Kept, type KeptWrite, MAX_THREAD_BYTES, type Shelf } from './shelf.js'

/** A checkpoint comes before its conversation is saved, and is left alone if that never happens. */
const ORPHANED_MS = 24 * 60 * 60 * 1000

/**
 * Keeps checkpoints in the file of the conversations, and as long as these. Throws `ConfigurationError` where the file
 * can't be used.
 */
export function createSqliteShelf(path: string): Shelf {
  const file = resolve(path)
  return {
    read: (thread, namespace) => transaction(file, (db) => read(db, thread, namespace)),
    namespaces: (thread) =>
      transaction(file, (db) =>
        db
          .all('SELECT namespace FROM checkpoint WHERE thread = ?', [thread])
          .map(({ namespace }) => namespace as string),
      ),
    write: (thread, namespace, kept) =>
      transaction(file, (db) => {
        db.run('DELETE FROM checkpoint WHERE thread = ? AND namespace = ?', [thread, namespace])
        const { id, checkpoint, metadata } = kept
        db.run('INSERT INTO checkpoint VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
          ...[thread, namespace, id, Date.now()],
          ...[checkpoint.type, checkpoint.bytes, metadata.type, metadata.bytes],
        ])
        insert(db, thread, namespace, kept.writes)
        prune(db, thread)
      }),
    add: (thread, namespace, id, writes) =>
      transaction(file, (db) => {
        const kept = db.get('SELECT id FROM checkpoint WHERE thread = ? AND namespace = ?', [
          thread,
          namespace,
        ])
        if (kept?.id !== id) return
        insert(db, thread, namespace, writes)
        prune(db, thread)
      }),
    forget: (thread) =>
      transaction(file, (db) => {
        db.run('DELETE FROM checkpoint WHERE thread = ?', [thread])
      }),
  }
}

function read(db: Database, thread: string, namespace: string): Kept | undefined {
  const row = db.get('SELECT * FROM checkpoint WHERE thread = ? AND namespace = ?', [thread, namespace])
  if (row === null) return undefined
  const writes = db.all('SELECT * FROM checkpoint_write WHERE thread = ? AND namespace = ?', [
    thread,
    namespace,
  ])
  return {
    id: row.id as string,
    checkpoint: { type: row.type as string, bytes: row.checkpoint as Uint8Array },
    metadata: { type: row.metadata_type as string, bytes: row.metadata as Uint8Array },
    writes: writes.map(({ task, number, path, channel, type, value }) => ({
      task: task as string,
      number: number as number,
      path: path as string,
      channel: channel as string,
      value: { type: type as string, bytes: value as Uint8Array },
    })),
  }
}

function insert(db: Database, thread: string, namespace: string, writes: readonly KeptWrite[]): void {
  for (const { task, number, path, channel, value } of writes) {
    const or = number < 0 ? 'REPLACE' : 'IGNORE'
    db.run(`INSERT OR ${or} INTO checkpoint_write VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, [
      ...[thread, namespace, task, number, path, channel, value.type, value.bytes],
    ])
  }
}

/** Deletes a thread that has grown too large, and what no conversation was saved for. */
function prune(db: Database, thread: string): void {
  db.run(
    `DELETE FROM checkpoint WHERE thread = ?1 AND ?2 <
       (SELECT sum(length(checkpoint) + length(metadata)) FROM checkpoint WHERE thread = ?1)
       + (SELECT coalesce(sum(length(value)), 0) FROM checkpoint_write WHERE thread = ?1)`,
    [thread, MAX_THREAD_BYTES],
  )
  db.run('DELETE FROM checkpoint WHERE updated < ? AND thread NOT IN (SELECT id FROM conversation)', [
    Date.now() - ORPHANED_MS,
  ])
}
