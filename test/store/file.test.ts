import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { BLANK, type Snapshot } from '../../src/conversation/store.js'
import { transaction } from '../../src/store/database.js'
import { createSqliteStore } from '../../src/store/sqlite-store.js'

const DAY_MS = 24 * 60 * 60 * 1000

let folder: string
let path: string
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-file-'))
})
beforeEach(() => {
  path = join(folder, String(files++), 'talk.db')
})
afterAll(() => rm(folder, { recursive: true }))

const open = (options = {}) => createSqliteStore({ path, ...options })
const numbered = (regionCount: number): Snapshot => ({ ...BLANK, regionCount })

describe('the file', () => {
  it('is made with its folder, for its owner alone, and leaves nothing beside it', () => {
    open().save('a', BLANK, 0)
    expect(readdirSync(join(path, '..'))).toEqual(['talk.db'])
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('deletes what rests too long, and what is too much, the oldest first', () => {
    const store = open()
    for (const id of ['old', 'older', 'new']) store.save(id, BLANK, 0)
    transaction(path, (db) => {
      const age = (days: number, id: string) =>
        db.run('UPDATE conversation SET updated = ? WHERE id = ?', [Date.now() - days * DAY_MS, id])
      age(29, 'old')
      age(31, 'older')
    })
    expect(
      open()
        .list()
        .map(({ id }) => id),
    ).toEqual(['new', 'old'])
    expect(
      open({ maxAgeDays: 7 })
        .list()
        .map(({ id }) => id),
    ).toEqual(['new'])
    const tight = open({ maxBytes: 1 })
    tight.save('newest', BLANK, 0)
    expect(tight.list().map(({ id }) => id)).toEqual(['newest'])
  })

  it('does so too while nobody asks for anything', () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval'] })
    try {
      open().save('old', BLANK, 0)
      vi.setSystemTime(Date.now() + 31 * DAY_MS)
      vi.advanceTimersByTime(DAY_MS / 24)
    } finally {
      vi.useRealTimers()
    }
    expect(open({ maxAgeDays: 1000 }).list()).toEqual([])
  })

  it('keeps the bytes of pictures that came as bytes, and nothing of a conversation that is forgotten', () => {
    const secret = Buffer.from('a picture that nobody else should see')
    const store = open()
    const image = { id: 'p', width: 1, height: 1, name: 'picture' }
    const album = [{ ...image, source: { kind: 'bytes', bytes: secret } }] as const
    store.save('a', { ...BLANK, album }, 0)
    expect(open().load('a')?.snapshot.album).toEqual([
      { ...image, source: { kind: 'bytes', bytes: new Uint8Array(secret) } },
    ])
    expect(readFileSync(path).includes(secret)).toBe(true)
    open().forget('a')
    expect(readFileSync(path).includes(secret)).toBe(false)
  })
})

describe('a file that can’t be used', () => {
  const isRefused = (message: RegExp) => {
    const before = readFileSync(path)
    const store = () => open().load('a')
    expect(store).toThrow(message)
    expect(store).toThrow(expect.objectContaining({ code: 'bad-configuration' }))
    expect(readFileSync(path).equals(before)).toBe(true)
  }

  it('is refused when it is something else', () => {
    mkdirSync(join(path, '..'))
    writeFileSync(path, 'this is no database '.repeat(100))
    isRefused(/talk\.db is no file of deixis conversations\. Name another file \(--store FILE/)
  })

  it('is refused when another program made it', () => {
    open()
    transaction(path, (db) => db.exec('PRAGMA application_id = 1'))
    isRefused(/is no file of deixis conversations/)
  })

  it('is refused when a newer version made it', () => {
    open()
    transaction(path, (db) => db.exec('PRAGMA user_version = 99'))
    isRefused(/was written by a newer deixis\. Update deixis/)
  })

  it('is refused when it is damaged', () => {
    open().save('a', BLANK, 0)
    const bytes = readFileSync(path)
    writeFileSync(path, bytes.fill(0x5a, 1024))
    isRefused(/is damaged\. Bring back a copy, or move it away/)
  })

  it('is refused when a conversation in it makes no sense', () => {
    open().save('a', BLANK, 0)
    transaction(path, (db) => db.run("UPDATE conversation SET head = '{}'"))
    isRefused(/is damaged/)
  })

  it('is refused when nothing can be written there', () => {
    path = join(folder, 'file', 'talk.db')
    writeFileSync(join(folder, 'file'), '')
    expect(() => open()).toThrow(/cannot be kept in .*\(E\w+\)/)
  })
})

describe('several processes', () => {
  const start = (script: string, ...args: string[]) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), path, ...args])
    child.stderr.pipe(process.stderr)
    return child
  }
  const isWhole = () => {
    const rows = transaction(path, (db) => db.all('PRAGMA integrity_check'))
    expect(rows).toEqual([{ integrity_check: 'ok' }])
  }

  it('share it without a turn lost', async () => {
    const ids = ['a', 'b', 'c']
    const exits = ids.map((id) => once(start('writer.mjs', id, '8'), 'exit'))
    expect(await Promise.all(exits)).toEqual(ids.map(() => [0, null]))
    isWhole()
    for (const id of ids) expect(open().load(id)?.snapshot.regionCount).toBe(8)
  })

  it('lose nothing that was saved when one is killed at any moment', async () => {
    let last = 0
    for (let kill = 0; kill < 3; kill++) {
      const child = start('writer.mjs', 'a')
      let said = ''
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        // Not between two writes: they take longer than it takes to get here.
        if (said.split('\n').length > 3 + kill) child.kill('SIGKILL')
      })
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
      last = Number(said.trim().split('\n').at(-1))
      const { regionCount, timeline } = open().load('a')!.snapshot
      expect(regionCount).toBeGreaterThanOrEqual(last)
      expect(timeline.state.turns.map(({ text }) => text)).toEqual(Array(20).fill(String(regionCount)))
      isWhole()
    }
  })

  it('find it as it was before a write in which one was killed', async () => {
    open().save('a', numbered(7), 0)
    expect(await once(start('dying.mjs'), 'exit')).toEqual([null, 'SIGKILL'])
    expect(readdirSync(join(path, '..')).sort()).toEqual([
      'talk.db',
      'talk.db-wal',
      'talk.db.lock',
      'talk.db.owner',
    ])
    const started = performance.now()
    const store = open()
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(store.list().map(({ id }) => id)).toEqual(['a'])
    expect(store.load('a')?.snapshot.regionCount).toBe(7)
    isWhole()
    expect(readdirSync(join(path, '..'))).toEqual(['talk.db'])
  })
})
