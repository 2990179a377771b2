import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Pictures } from '../../src/conversation/album.js'
import { Conversation } from '../../src/conversation/conversation.js'
import { createMemoryStore } from '../../src/conversation/memory-store.js'
import type { ConversationStore } from '../../src/conversation/store.js'
import type { Image } from '../../src/image/image.js'
import { createSqliteStore } from '../../src/store/sqlite-store.js'
import { fakeEngines, paintedImage } from '../fakes/engines.js'

const boxes = [
  { x: 10, y: 60, width: 40, height: 30 },
  { x: 80, y: 60, width: 40, height: 30 },
  { x: 60, y: 10, width: 12, height: 20 },
]
const street = paintedImage('street', { width: 200, height: 100 }, [
  { box: boxes[0]!, rgb: [200, 20, 30] },
  { box: boxes[1]!, rgb: [30, 60, 200] },
])
const yard = paintedImage('yard', { width: 200, height: 100 })
const detections = boxes.map((box, i) => ({ label: i < 2 ? 'car' : 'dog', score: 0.9, box }))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deixis-store-'))
})
afterAll(() => rm(folder, { recursive: true }))

let files = 0
const sqlite = () => createSqliteStore({ path: join(folder, `${files++}.db`) })

describe.each<[string, () => ConversationStore]>([
  ['memory', createMemoryStore],
  ['SQLite', sqlite],
])('a conversation kept in %s', (_, createStore) => {
  /** A conversation as after a restart: nothing is left but the store and the files of pictures. */
  function resume(store: ConversationStore, id = 'a', images: Image[] = [street, yard]) {
    const pictures: Pictures = {
      known: () => undefined,
      sourceOf: (path) => ({ kind: 'path', path }),
      reopen: async (source) => images.find((image) => 'path' in source && image.id === source.path) ?? yard,
    }
    const talk = new Conversation(id, fakeEngines(detections), { pictures, store })
    const ask = async (text: string) => (await talk.ask(text)).regions.map((region) => region.id)
    return { talk, ask }
  }

  it('goes on after a restart in the middle', async () => {
    const store = createStore()
    const before = resume(store)
    before.talk.show(street)
    expect(await before.ask('the cars')).toEqual(['r1', 'r2'])
    expect(await before.ask('only the red one')).toEqual(['r1'])
    const mask = before.talk.region('r1').mask

    const after = resume(store)
    expect(after.talk.image).toMatchObject({ id: 'street', width: 200, height: 100 })
    expect(after.talk.turns.map(({ text }) => text)).toEqual(['the cars', 'only the red one'])
    expect(after.talk.region('r1').mask.equals(mask)).toBe(true)
    expect((await after.talk.ask('why?')).answer).toBe('r1: car, red.')
    expect(await after.ask('the other one')).toEqual(['r2'])
    expect(await after.ask('undo')).toEqual(['r1'])
    expect(await after.ask('undo')).toEqual(['r1', 'r2'])
    expect(await after.ask('the dog')).toEqual(['r3'])
  })

  it('keeps ids apart, edits and undone regions', async () => {
    const store = createStore()
    const before = resume(store)
    before.talk.show(street)
    await before.talk.segment([{ box: boxes[2]! }], { label: 'hat' })
    await before.talk.refine('r1', { action: 'grow', pixels: 2 })
    const { area } = before.talk.region('r1').mask
    await before.talk.segment([{ box: boxes[0]! }], { label: 'bag' })
    await before.ask('undo')

    const after = resume(store)
    expect(after.talk.region('r1').mask.area).toBe(area)
    expect(after.talk.region('r2').label).toBe('bag')
    expect(after.talk.regions.map(({ id }) => id)).toEqual(['r1'])
    expect(await after.ask('the dog')).toEqual(['r5'])
    await after.ask('undo')
    await after.ask('undo')
    expect(after.talk.region('r1').mask.area).toBeLessThan(area)
  })

  it('does without pixels what needs none, and says what it needs them for', async () => {
    const store = createStore()
    const before = resume(store)
    before.talk.show(street)
    await before.ask('the cars')
    await before.ask('only the blue one')

    const gone = resume(store, 'a', [])
    expect((await gone.talk.ask('why?')).answer).toBe('r2: car, blue.')
    const undone = await gone.talk.ask('undo')
    expect(undone.regions.map(({ id }) => id)).toEqual(['r1', 'r2'])
    await expect(gone.talk.ask('the dog')).rejects.toThrow(/has changed since/)
    await expect(undone.overlay('never.png')).rejects.toThrow(/has changed since/)
    expect(await resume(store).ask('the dog')).toEqual(['r3'])
  })

  it('keeps any number side by side, and forgets one wholly', async () => {
    const store = createStore()
    const [a, b] = [resume(store, 'a'), resume(store, 'b')]
    a.talk.show(street)
    b.talk.show(yard)
    await Promise.all([a.ask('the cars'), b.ask('the dog')])
    expect(await a.ask('only the red one')).toEqual(['r1'])
    expect(resume(store, 'b').talk.turns.map(({ text }) => text)).toEqual(['the dog'])
    expect(store.list().map(({ id, turns, picture }) => [id, turns, picture])).toEqual([
      ['a', 2, 'street.png'],
      ['b', 1, 'yard.png'],
    ])
    store.forget('a')
    expect(store.list().map(({ id }) => id)).toEqual(['b'])
    await expect(a.ask('the dog')).rejects.toMatchObject({ code: 'no-image' })
    expect(resume(store, 'a').talk.turns).toEqual([])
  })

  it('is taken up where another process has left it', async () => {
    const store = createStore()
    const [here, there] = [resume(store), resume(store)]
    here.talk.show(street)
    expect(await there.ask('the cars')).toEqual(['r1', 'r2'])
    expect(await here.ask('only the red one')).toEqual(['r1'])
    expect(await there.ask('the other one')).toEqual(['r2'])
  })

  it('counts no turn that came at the same moment as another', async () => {
    const store = createStore()
    const [here, there] = [resume(store), resume(store)]
    here.talk.show(street)
    const both = await Promise.allSettled([here.ask('the cars'), there.ask('the dog')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(resume(store).talk.turns).toHaveLength(1)
    expect(await there.ask('the dog')).toEqual(['r3'])
  })
})
