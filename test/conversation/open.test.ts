import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { NO_PICTURES } from '../../src/conversation/album.js'
import { Conversation } from '../../src/conversation/conversation.js'
import type { Detection } from '../../src/perception/engine.js'
import { createSqliteStore } from '../../src/store/sqlite-store.js'
import { fakeEngines, fakeNamer, namedClasses, paintedImage } from '../fakes/engines.js'

const kitchen = paintedImage('kitchen', { width: 300, height: 100 })
const boxes = {
  dog: { x: 10, y: 20, width: 60, height: 60 },
  vase: { x: 100, y: 20, width: 40, height: 60 },
  guitar: { x: 160, y: 10, width: 30, height: 80 },
  fox: { x: 220, y: 30, width: 60, height: 50 },
}
const dog: Detection = { label: 'dog', score: 0.9, box: boxes.dog }
const vase: Detection = { label: 'vase', score: 0.4, box: boxes.vase }
const classes = namedClasses(
  ...['collie 1', 'golden retriever 1', 'teapot 1', 'vase 1', 'acoustic guitar 1', 'violin 1', 'red fox 2'],
)
const parts: Parameters<typeof fakeNamer>[1] = [
  { box: boxes.dog, is: { collie: 0.7, 'golden retriever': 0.1 }, detection: dog },
  { box: boxes.vase, is: { teapot: 0.9 }, detection: vase },
  { box: boxes.guitar, is: { 'acoustic guitar': 0.8 } },
  { box: boxes.fox, is: { 'red fox': 0.8 } },
]

function start(named = parts) {
  const engines = { ...fakeEngines([dog, vase]), namer: fakeNamer(classes, named) }
  const talk = new Conversation('t', engines)
  talk.show(kitchen)
  const ask = async (text: string) => {
    const { regions, answer } = await talk.ask(text)
    return [regions.map(({ id, label }) => `${id} ${label}`).join(', '), answer]
  }
  return { ask, talk, engines }
}

describe('a noun that no detector class has', () => {
  it('is found by the namer, in the words of whoever asks', async () => {
    const { ask, talk } = start()
    expect(await ask('the guitar')).toEqual(['r3 guitar', '1 guitar: r3.'])
    const { box, mask } = talk.region('r3')
    expect({ box, area: mask.area }).toEqual({ box: boxes.guitar, area: 30 * 80 })
    expect(await ask('is there a guitar?')).toEqual(['r3 guitar', 'Yes: r3.'])
  })

  it('collects from all kinds of it, by the kind that is seen', async () => {
    const { ask } = start()
    expect(await ask('musical instruments')).toEqual(['r3 acoustic guitar', '1 musical instrument: r3.'])
    expect(await ask('all animals')).toEqual(['r1 dog, r4 red fox', '2 animals: r1 and r4.'])
  })

  it('is not there where nobody sees it, and what is there is said', async () => {
    const { ask } = start()
    expect(await ask('the violin')).toEqual(['', 'I see no violin, but 1 dog; perhaps 1 vase.'])
    expect((await ask('is there a violin?'))[1]).toBe('I see no violin, but 1 dog; perhaps 1 vase.')
    expect((await ask('the dog next to the violin'))[1]).toBe('I see no violin, but 1 dog; perhaps 1 vase.')
  })

  it('makes doubtful things "perhaps", but whatever is there is something', async () => {
    const { ask } = start()
    expect((await ask('the vase'))[1]).toBe('Perhaps 1 vase: r2.')
    expect((await ask('the thing on the right'))[1]).toBe('1 thing on the right: r2.')
  })

  it('gives an object that was less surely another thing its name, and keeps the id', async () => {
    const { ask, talk } = start()
    await ask('the dog')
    expect(await ask('the teapot')).toEqual(['r2 teapot', '1 teapot: r2.'])
    expect(await ask('the vase')).toEqual(['', 'There is no vase. I see 1 dog; probably 1 teapot.'])
    expect(talk.region('r2').label).toBe('teapot')
  })

  it('yields to what the detector sees more surely', async () => {
    const { ask } = start([{ box: boxes.dog, is: { teapot: 0.6 }, detection: dog }])
    expect((await ask('the teapot'))[0]).toBe('')
  })
})

describe('a noun that is a trade as well', () => {
  it('is the machine where the namer has a class for it', async () => {
    const printers = namedClasses('printer 2')
    const person: Detection = { label: 'person', score: 0.9, box: boxes.dog }
    const namer = fakeNamer(printers, [{ box: boxes.guitar, is: { printer: 0.9 } }])
    const talk = new Conversation('t', { ...fakeEngines([person]), namer })
    talk.show(kitchen)
    expect((await talk.ask('the printer')).regions.map(({ id, label }) => `${id} ${label}`)).toEqual([
      'r2 printer',
    ])
    const none = new Conversation('t', { ...fakeEngines([person]), namer: fakeNamer(printers, []) })
    none.show(kitchen)
    expect((await none.ask('the printer')).answer).toBe('I see no printer, but 1 person.')
  })
})

describe('a noun that a class only may be', () => {
  it('is decided by the namer', async () => {
    const { ask } = start()
    expect(await ask('the collie')).toEqual(['r1 collie', '1 collie: r1.'])
    expect((await ask('the dog'))[0]).toBe('r1 collie')
    expect((await ask('the animals'))[0]).toBe('r1 collie, r3 red fox')
  })

  it('is ruled out where the namer surely sees another kind', async () => {
    const { ask } = start([{ box: boxes.dog, is: { 'golden retriever': 0.8 }, detection: dog }])
    expect(await ask('the collie')).toEqual(['', 'There is no collie. I see 1 dog; perhaps 1 vase.'])
  })

  it('stays open where the namer cannot tell', async () => {
    const unsure = { collie: 0.05, 'golden retriever': 0.1 }
    const { ask } = start([{ box: boxes.dog, is: unsure, detection: dog }])
    const [regions, answer] = await ask('the collie')
    expect(regions).toBe('r1 dog')
    expect(answer).toMatch(/I see dogs, but can't tell which of them is a collie\./)
  })
})

describe('the namer is asked', () => {
  it('for nothing that the detector has a class for and sees', async () => {
    const { ask, engines } = start()
    for (const text of [
      'the dog',
      'the vase',
      'what do you see?',
      'the woman',
      'everything',
      'the windowsill',
    ])
      await ask(text)
    expect(engines.namer.asked).toBe(0)
  })

  it('once for each noun, also after the conversation was kept and opened again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'deixis-open-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const store = createSqliteStore({ path: join(folder, 'kept.db') })
    const namer = fakeNamer(classes, parts)
    const engines = { ...fakeEngines([dog, vase]), namer }
    const open = () => new Conversation('kept', engines, { pictures: NO_PICTURES, store })
    const talk = open()
    talk.show(kitchen)
    await talk.ask('the collie')
    await talk.ask('the violin')
    await talk.ask('the violin on the left')
    expect(namer.asked).toBe(2)
    const again = open()
    const { regions } = await again.ask('the collie', { image: kitchen })
    expect(regions.map(({ id, label }) => [id, label])).toEqual([['r1', 'collie']])
    expect((await again.ask('the violin')).regions).toEqual([])
    expect(namer.asked).toBe(2)
  })
})
