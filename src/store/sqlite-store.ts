import { resolve } from 'node:path'
import { LRUCache } from 'lru-cache'
import {
  type ConversationStore,
  type ConversationSummary,
  type Snapshot,
  summaryOf,
} from '../conversation/store.js'
import { decode, encode, type Numbers } from './codec.js'
import { type Database, transaction, Unusable } from './database.js'
import { DEFAULT_KEEP_DAYS, type StoreOptions } from './options.js'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const MAX_BYTES = 256 * 1024 * 1024

/** Conversations whose rows are known by number; those of others are written anew. */
const MAX_NUMBERED = 100

const NONE: Numbers = new Map()

/**
 * Keeps conversations in one SQLite file that several processes may share. Throws `ConfigurationError` for a file that is
 * damaged, foreign or of a newer version, and leaves it as it is.
 */
export function createSqliteStore({
  path,
  maxAgeDays = DEFAULT_KEEP_DAYS,
  maxBytes = MAX_BYTES,
}: StoreOptions): ConversationStore {
  const file = resolve(path)
  /** Numbers of the parts that this process has read or written, by conversation. */
  const numbersOf = new LRUCache<string, Numbers>({ max: MAX_NUMBERED })
  tidy()
  // What is too old goes as well where nobody asks and nothing is saved for days.
  setInterval(tidyIfPossible, HOUR_MS).unref()

  return {
    revision: (id) => transaction(file, (db) => revisionOf(db, id)),
    load(id) {
      const loaded = transaction(file, (db) => read(db, id))
      if (!loaded) return undefined
      numbersOf.set(id, loaded.numbers)
      return { revision: loaded.revision, snapshot: loaded.snapshot }
    },
    save(id, snapshot, since) {
      const saved = transaction(file, (db) => {
        if (revisionOf(db, id) !== since) return undefined
        const known = since === 0 ? NONE : (numbersOf.get(id) ?? NONE)
        const written = write(db, id, snapshot, known, since)
        prune(db, id)
        return written
      })
      // Only now: a transaction that failed has left no rows.
      if (saved) numbersOf.set(id, saved.numbers)
      return saved?.revision
    },
    forget(id) {
      numbersOf.delete(id)
      transaction(file, (db) => db.run('DELETE FROM conversation WHERE id = ?', [id]))
    },
    list: () => transaction(file, summaries),
  }

  function tidy(): void {
    transaction(file, (db) => prune(db, ''))
  }

  /** What is wrong with the file is said to the next who needs it. */
  function tidyIfPossible(): void {
    try {
      tidy()
    } catch {}
  }

  /** Deletes what is too old, and the oldest of what is too much; never `current`. */
  function prune(db: Database, current: string): void {
    db.run('DELETE FROM conversation WHERE updated < ? AND id <> ?', [
      Date.now() - maxAgeDays * DAY_MS,
      current,
    ])
    db.run(
      `DELETE FROM conversation WHERE id <> ? AND id IN (
         SELECT id FROM (SELECT id, sum(size) OVER (ORDER BY updated DESC, id) AS total FROM conversation)
         WHERE total > ?)`,
      [current, maxBytes],
    )
  }
}

function revisionOf(db: Database, id: string): number {
  const row = db.get('SELECT revision FROM conversation WHERE id = ?', [id])
  return row === null ? 0 : (row.revision as number)
}

function read(db: Database, id: string) {
  const row = db.get('SELECT revision, head FROM conversation WHERE id = ?', [id])
  if (row === null) return undefined
  const parts = db.all('SELECT number, body FROM part WHERE conversation = ?', [id])
  const pictures = db.all('SELECT image, bytes FROM picture WHERE conversation = ?', [id])
  try {
    const { snapshot, numbers } = decode(
      row.head as string,
      new Map(parts.map(({ number, body }) => [number as number, body as string])),
      new Map(pictures.map(({ image, bytes }) => [image as string, bytes as Uint8Array])),
    )
    return { revision: row.revision as number, snapshot, numbers }
  } catch (cause) {
    throw new Unusable('damaged', { cause })
  }
}

function write(
  db: Database,
  id: string,
  snapshot: Snapshot,
  known: Numbers,
  since: number,
): { revision: number; numbers: Numbers } {
  const next = db.get('SELECT coalesce(max(number), 0) + 1 AS number FROM part WHERE conversation = ?', [id])
  const { head, added, numbers } = encode(snapshot, known, next?.number as number)
  const updated = Date.now()
  // By the clock, so that a conversation that was forgotten and begun again is not taken for the former.
  const revision = Math.max(since + 1, updated)
  const { turns, lastText, picture = null } = summaryOf(id, snapshot, new Date(updated))
  db.run(
    `INSERT INTO conversation (id, revision, updated, turns, last_text, picture, size, head)
     VALUES (?, ?, ?, ?, ?, ?, 0, ?)
     ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, updated = excluded.updated, turns = excluded.turns,
       last_text = excluded.last_text, picture = excluded.picture, head = excluded.head`,
    [id, revision, updated, turns, lastText, picture, head],
  )
  const used = JSON.stringify([...numbers.values()])
  db.run('DELETE FROM part WHERE conversation = ? AND number NOT IN (SELECT value FROM json_each(?))', [
    id,
    used,
  ])
  for (const { number, body } of added) db.run('INSERT INTO part VALUES (?, ?, ?)', [id, number, body])
  writePictures(db, id, snapshot)
  db.run(
    `UPDATE conversation SET size = length(head)
       + (SELECT coalesce(sum(length(body)), 0) FROM part WHERE conversation = ?1)
       + (SELECT coalesce(sum(length(bytes)), 0) FROM picture WHERE conversation = ?1) WHERE id = ?1`,
    [id],
  )
  return { revision, numbers }
}

function writePictures(db: Database, id: string, { album }: Snapshot): void {
  const there = new Set(
    db.all('SELECT image FROM picture WHERE conversation = ?', [id]).map(({ image }) => image as string),
  )
  for (const { id: image, source } of album) {
    const isNew = !there.delete(image)
    if (isNew && source?.kind === 'bytes') {
      db.run('INSERT INTO picture VALUES (?, ?, ?)', [id, image, source.bytes])
    }
  }
  for (const image of there) db.run('DELETE FROM picture WHERE conversation = ? AND image = ?', [id, image])
}

function summaries(db: Database): ConversationSummary[] {
  const rows = db.all(
    'SELECT id, updated, turns, last_text, picture FROM conversation ORDER BY updated DESC, id',
  )
  return rows.map(({ id, updated, turns, last_text, picture }) => ({
    id: id as string,
    updated: new Date(updated as number),
    turns: turns as number,
    lastText: last_text as string,
    picture: (picture as string | null) ?? undefined,
  }))
}
