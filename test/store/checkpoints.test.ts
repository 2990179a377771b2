import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Annotation,
  type BaseCheckpointSaver,
  Command,
  END,
  emptyCheckpoint,
  interrupt,
  START,
  StateGraph,
} from '@langchain/langgraph'
import sqlite from 'node-sqlite3-wasm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { BLANK } from '../../src/conversation/store.js'
import { createCheckpointer } from '../../src/store/checkpoints.js'
import { transaction } from '../../src/store/database.js'
import { APPLICATION_ID, MIGRATIONS } from '../../src/store/schema.js'
import { createSqliteStore } from '../../src/store/sqlite-store.js'

const DAY_MS = 24 * 60 * 60 * 1000

let folder: string
let path: string
let files = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-checkpoints-'))
})
beforeEach(() => {
  path = join(folder, `${files++}.db`)
})
afterAll(() => rm(folder, { recursive: true }))

/** Says what it was told, asks once, and goes on with the answer. */
const dialogue = new StateGraph(
  Annotation.Root({ said: Annotation<string[]>({ reducer: (a, b) => [...a, ...b], default: () => [] }) }),
)
  .addNode('ask', () => ({ said: [interrupt('which one?') as string] }))
  .addNode('end', () => ({ said: ['bye'] }))
  .addEdge(START, 'ask')
  .addEdge('ask', 'end')
  .addEdge('end', END)

const on = (thread: string) => ({ configurable: { thread_id: thread } })
const say = (checkpointer: BaseCheckpointSaver, thread: string, said: string) =>
  dialogue.compile({ checkpointer }).invoke({ said: [said] }, on(thread))
const answer = (checkpointer: BaseCheckpointSaver, thread: string, resume: string) =>
  dialogue.compile({ checkpointer }).invoke(new Command({ resume }), on(thread))

const shared = createCheckpointer()
describe.each<[string, () => BaseCheckpointSaver]>([
  ['memory', () => shared],
  ['the file', () => createCheckpointer(path)],
])('a thread in %s', (where, open) => {
  it('goes on where it was interrupted, and remembers', async () => {
    await say(open(), 'a', 'hello')
    expect((await open().getTuple(on('a')))?.pendingWrites?.map(([, channel]) => channel)).toContain(
      '__interrupt__',
    )
    expect(await answer(open(), 'a', 'the left one')).toEqual({
      said: ['hello', 'the left one', 'bye'],
    })
    await say(open(), 'a', 'again')
    expect(await answer(open(), 'a', 'r2')).toEqual({
      said: ['hello', 'the left one', 'bye', 'again', 'r2', 'bye'],
    })
  })

  it('keeps its latest checkpoint alone', async () => {
    await say(open(), 'b', 'hello')
    await answer(open(), 'b', 'x')
    const all = await collect(open().list(on('b')))
    expect(all).toHaveLength(1)
    expect(all[0]?.checkpoint.channel_values.said).toEqual(['hello', 'x', 'bye'])
    const { checkpoint_id: id } = all[0]?.config.configurable ?? {}
    expect(
      await open().getTuple({ configurable: { ...on('b').configurable, checkpoint_id: id } }),
    ).toBeDefined()
    expect(
      await open().getTuple({ configurable: { ...on('b').configurable, checkpoint_id: 'older' } }),
    ).toBeUndefined()
    const filtered = (filter: Record<string, unknown>) => collect(open().list(on('b'), { filter }))
    expect(await filtered({ source: 'loop' })).toHaveLength(1)
    expect(await filtered({ source: 'fork' })).toHaveLength(0)
    expect(await collect(open().list(on('b'), { limit: 0 }))).toHaveLength(0)
  })

  it('is apart from others, and is deleted wholly', async () => {
    await say(open(), 'c', 'one')
    await say(open(), 'd', 'two')
    await open().deleteThread('c')
    expect(await open().getTuple(on('c'))).toBeUndefined()
    expect(await collect(open().list(on('c')))).toEqual([])
    expect((await open().getTuple(on('d')))?.checkpoint.channel_values.said).toEqual(['two'])
  })

  it('is dropped when it grows too large', async () => {
    const large = { ...emptyCheckpoint(), channel_values: { said: ['x'.repeat(2 ** 20)] } }
    const small = { ...emptyCheckpoint(), channel_values: { said: ['x'] } }
    const about = { source: 'loop', step: 1, parents: {} } as const
    const config = await open().put(on('e'), small, about, {})
    expect((await open().getTuple(on('e')))?.checkpoint).toEqual(small)
    await open().putWrites(config, [['said', 'x'.repeat(2 ** 20)]], 'task')
    expect(await open().getTuple(on('e'))).toBeUndefined()
    await open().put(on('e'), large, about, {})
    expect(await open().getTuple(on('e'))).toBeUndefined()
  })

  it('gives writes in LangGraph’s order, the first of each but for what is written anew', async () => {
    const about = { source: 'loop', step: 1, parents: {} } as const
    const config = await open().put(on('f'), emptyCheckpoint(), about, {})
    await open().putWrites(config, [['b', 1], ['c', 2]], 'task2', 'path2') // biome-ignore format: pairs
    await open().putWrites(config, [['a', 3], ['__error__', 'first']], 'task1', 'path1') // biome-ignore format: pairs
    await open().putWrites(config, [['a', 4], ['__error__', 'second']], 'task1', 'path1') // biome-ignore format: pairs
    expect((await open().getTuple(on('f')))?.pendingWrites).toEqual([
      ['task1', '__error__', 'second'],
      ['task1', 'a', 3],
      ['task2', 'b', 1],
      ['task2', 'c', 2],
    ])
    const next = await open().put(config, emptyCheckpoint(), about, {})
    await open().putWrites(config, [['late', 5]], 'task1')
    expect((await open().getTuple(next))?.pendingWrites).toEqual([])
  })

  it(`needs a name in ${where}`, async () => {
    await expect(open().getTuple({})).rejects.toThrow(/configurable\.thread_id/)
  })
})

describe('in the file', () => {
  it('a thread is forgotten with its conversation, and leaves nothing behind', async () => {
    const store = createSqliteStore({ path })
    store.save('a', BLANK, 0)
    await say(createCheckpointer(path), 'a', 'something that nobody else should read')
    expect(readFileSync(path).includes('nobody else should read')).toBe(true)
    store.forget('a')
    expect(await createCheckpointer(path).getTuple(on('a'))).toBeUndefined()
    expect(readFileSync(path).includes('nobody else should read')).toBe(false)
    expect(transaction(path, (db) => db.all('SELECT * FROM checkpoint_write'))).toEqual([])
  })

  it('a thread goes when its conversation rests too long', async () => {
    createSqliteStore({ path }).save('a', BLANK, 0)
    await say(createCheckpointer(path), 'a', 'hello')
    transaction(path, (db) => db.run('UPDATE conversation SET updated = ?', [Date.now() - 31 * DAY_MS]))
    createSqliteStore({ path })
    expect(await createCheckpointer(path).getTuple(on('a'))).toBeUndefined()
  })

  it('a thread comes before its conversation is saved, but not a day before', async () => {
    createSqliteStore({ path }).save('kept', BLANK, 0)
    for (const thread of ['kept', 'orphan']) await say(createCheckpointer(path), thread, 'hello')
    expect(await createCheckpointer(path).getTuple(on('orphan'))).toBeDefined()
    transaction(path, (db) => db.run('UPDATE checkpoint SET updated = ?', [Date.now() - 2 * DAY_MS]))
    await say(createCheckpointer(path), 'other', 'hello')
    expect(await createCheckpointer(path).getTuple(on('orphan'))).toBeUndefined()
    expect(await createCheckpointer(path).getTuple(on('kept'))).toBeDefined()
  })

  it('of the first version, all is kept when there is room for checkpoints', async () => {
    const newer = join(folder, `${files++}.db`)
    const image = { id: 'p', width: 1, height: 1, name: 'picture' }
    const album = [{ ...image, source: { kind: 'bytes', bytes: new Uint8Array([1, 2, 3]) } }] as const
    createSqliteStore({ path: newer }).save('a', { ...BLANK, album, regionCount: 7 }, 0)
    const rows = (table: string) => transaction(newer, (db) => db.all(`SELECT * FROM ${table}`))

    const db = new sqlite.Database(path)
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; ${MIGRATIONS[0]}; PRAGMA user_version = 1`)
    for (const table of ['conversation', 'part', 'picture']) {
      for (const row of rows(table)) {
        const values = Object.values(row)
        db.run(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`, values)
      }
    }
    db.close()

    const store = createSqliteStore({ path })
    expect(store.load('a')).toEqual(createSqliteStore({ path: newer }).load('a'))
    expect(store.load('a')?.snapshot.regionCount).toBe(7)
    await say(createCheckpointer(path), 'a', 'hello')
    store.forget('a')
    expect(await createCheckpointer(path).getTuple(on('a'))).toBeUndefined()
  })
})

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
