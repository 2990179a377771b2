import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChatHandler } from '../../../adapters/chat/handler.js'
import type { ActionName, ChatHandler, Reply } from '../../../adapters/chat.js'
import { decodeImage } from '../../../src/image/load.js'
import { createSqliteStore } from '../../../src/store/sqlite-store.js'
import { answerTo, fakeDeixis, send, startChat, zoo } from './platform.js'

const capabilities = { maxUploadBytes: 8_000_000, actions: true }
const names = ({ actions }: Reply) => actions.map(({ name }) => name)
const choices = (reply: Reply, action: ActionName) =>
  reply.actions.find(({ name }) => name === action)?.choices?.map(({ value }) => value)
const press = (handler: ChatHandler, name: ActionName, values: string[] = [], conversationId = 'talk') =>
  answerTo(handler, { action: { name, values }, conversationId })

async function startedChat(options: Parameters<typeof startChat>[0] = {}) {
  const chat = startChat(options)
  const first = await answerTo(chat.handler, { text: 'the dogs', images: { 'zoo.png': await zoo() } })
  return { ...chat, first }
}

describe('an answer', () => {
  it('has words, a drawing with an alternative text, a legend and what can be done next', async () => {
    const { first } = await startedChat()
    expect(first).toMatchObject({
      text: '2 dogs: r1 and r2.',
      legend: ['1: dog, red (r1)', '2: dog, blue (r2)'],
      regions: ['r1', 'r2'],
      files: [
        {
          name: 'zoo-overlay.jpg',
          mimeType: 'image/jpeg',
          alt: 'In "zoo.png", marked by number: dog 1 and dog 2.',
        },
      ],
    })
    expect(await decodeImage(first.files[0]!.data, 'reply')).toMatchObject({ width: 120, height: 60 })
    expect(names(first)).toEqual(['why', 'cutout', 'undo', 'only', 'add', 'remove', 'export'])
    expect(choices(first, 'only')).toEqual(['r1', 'r2'])
    expect(choices(first, 'add')).toEqual(['r3'])
    expect(choices(first, 'remove')).toEqual(['r1', 'r2'])
    expect(choices(first, 'export')).toContain('coco')
  })

  it('is preceded by what is under way', async () => {
    const { handler } = startChat()
    const { progress } = await send(handler, { images: { 'zoo.png': await zoo() } })
    expect(progress).toEqual(['Found 3 objects …'])
  })

  it('that found nothing shows nothing, says what there is instead, and offers no menus', async () => {
    const { handler } = await startedChat()
    const reply = await answerTo(handler, { text: 'the giraffe' })
    expect(reply.text).toBe(
      'There is no giraffe. I see 2 dogs and 1 cat. Say "look" to see everything with its number.',
    )
    expect(reply.files).toEqual([])
    expect(names(reply)).toEqual(['undo'])
  })

  it('offers nothing where the platform has no buttons', async () => {
    const { first } = await startedChat({ capabilities: { ...capabilities, actions: false } })
    expect(first.actions).toEqual([])
  })

  it('fits into what the platform takes, and says that it was made smaller', async () => {
    const { handler } = startChat({ capabilities: { maxUploadBytes: 1500, actions: true } })
    const reply = await answerTo(handler, { text: 'the dogs', images: { 'zoo.png': await zoo() } })
    expect(reply.files[0]!.data.length).toBeLessThanOrEqual(1500)
    expect(reply.files[0]!.name).toBe('zoo-overlay.webp')
    expect(reply.text).toContain('is scaled down to')
  })
})

describe('commands', () => {
  it('look numbers everything; a picture without words is looked at too', async () => {
    const { handler } = startChat()
    const reply = await answerTo(handler, { images: { 'zoo.png': await zoo() } })
    expect(reply.text).toBe('I see 2 dogs and 1 cat.')
    expect(reply.legend).toHaveLength(3)
    expect(reply.files[0]!.name).toBe('zoo-marks.jpg')
    expect(await answerTo(handler, { command: 'look' })).toMatchObject({ text: 'I see 2 dogs and 1 cat.' })
  })

  it('segment takes a picture and words, and then the current picture', async () => {
    const { handler } = startChat()
    const images = { 'zoo.png': await zoo() }
    expect((await answerTo(handler, { command: 'segment', text: 'the cat', images })).text).toContain('r3')
    expect((await answerTo(handler, { command: 'segment', text: 'the dogs' })).text).toContain('r1 and r2')
  })

  it('refine changes one region, the selected one if none is named', async () => {
    const { handler } = await startedChat()
    const refine = (options: Record<string, string>) => send(handler, { command: 'refine', options })
    expect((await refine({ region: 'r1', action: 'grow', pixels: '5' })).reply).toMatchObject({
      text: expect.stringMatching(/^r1 now covers \d+ pixels, 2\d\d% of what it was\.$/),
      legend: ['1: dog, grow applied (r1)'],
    })
    expect((await refine({ action: 'shrink', pixels: '5' })).reply?.text).toMatch(/^r1 now covers/)
    expect((await refine({ region: 'r1', action: 'union', regions: 'r2, r3' })).reply?.text).toMatch(/^r1/)
    expect((await refine({ region: 'r1', action: 'polish' })).failure?.message).toContain('fill-holes')
    expect((await refine({ region: 'r1', action: 'union' })).failure?.message).toContain('"r2 r5"')
    expect((await refine({ region: 'r1', action: 'grow', pixels: 'a lot' })).failure?.message).toContain(
      'whole number',
    )
    await answerTo(handler, { text: 'the dogs' })
    expect((await refine({ action: 'grow' })).failure?.message).toContain('name the one to refine')
  })

  it('export gives a file of the selection, or of what is named', async () => {
    const { handler } = await startedChat()
    const coco = await answerTo(handler, { command: 'export', options: { format: 'coco' } })
    expect(coco).toMatchObject({
      text: 'r1, r2 as coco.',
      files: [{ name: 'zoo-coco.json', mimeType: 'application/json', alt: undefined }],
    })
    expect(JSON.parse(Buffer.from(coco.files[0]!.data).toString()).annotations).toHaveLength(2)
    const cat = await answerTo(handler, { command: 'export', options: { format: 'png', regions: 'r3' } })
    expect(cat.files[0]).toMatchObject({
      name: 'zoo-png.png',
      alt: 'In "zoo.png", white on black: cat 3.',
    })
    for (const format of choices(await answerTo(handler, { text: 'the cat' }), 'export')!) {
      const { files } = await press(handler, 'export', [format])
      expect(files[0]!.data.length, format).toBeGreaterThan(0)
    }
    const { failure } = await send(handler, { command: 'export', options: { format: 'gif' } })
    expect(failure?.message).toContain('png, overlay, cutout, coco')
  })

  it('export refuses what the platform would not take', async () => {
    const { handler } = startChat({ capabilities: { maxUploadBytes: 300, actions: true } })
    await send(handler, { text: 'the dogs', images: { 'zoo.png': await zoo() } })
    const { failure } = await send(handler, { command: 'export', options: { format: 'coco' } })
    expect(failure).toMatchObject({ code: 'bad-input', message: expect.stringContaining('can be sent here') })
  })

  it('forget deletes everything, and says so', async () => {
    const { handler, deixis } = await startedChat()
    expect((await answerTo(handler, { command: 'forget' })).text).toMatch(/^Forgotten/)
    expect(deixis.conversation('talk')).toMatchObject({ image: undefined, turns: [], regions: [] })
    expect((await answerTo(handler, { command: 'forget' })).text).toMatch(/^Nothing is kept/)
    expect((await send(handler, { text: 'the dogs' })).failure).toMatchObject({ code: 'no-image' })
  })

  it('help says what can be said, and how long it is kept', async () => {
    const { handler } = startChat({ keepDays: 7 })
    const { text, ephemeral } = await answerTo(handler, { command: 'help' })
    expect(text).toMatch(/rested 7 days/)
    expect(ephemeral).toBe(true)
  })
})

describe('actions', () => {
  it('why gives the reasons, to the one who asks', async () => {
    const { handler } = await startedChat()
    expect(await press(handler, 'why')).toMatchObject({
      text: '1: dog, red (r1)\n2: dog, blue (r2)',
      ephemeral: true,
    })
  })

  it('only, add and remove change the selection, one step each', async () => {
    const { handler } = await startedChat()
    expect((await press(handler, 'only', ['r2'])).legend).toEqual(['2: dog, blue (r2)'])
    const added = await press(handler, 'add', ['r1', 'r3'])
    expect(added.legend).toHaveLength(3)
    expect(choices(added, 'add')).toBeUndefined()
    expect((await press(handler, 'remove', ['r1', 'r2'])).legend).toEqual(['3: cat, green (r3)'])
    expect((await press(handler, 'undo')).legend).toHaveLength(3)
    const undone = await press(handler, 'undo')
    expect(undone.legend).toEqual(['2: dog, blue (r2)'])
    expect(names(undone)).toContain('redo')
    const redone = await press(handler, 'redo')
    expect(redone.legend).toHaveLength(3)
  })

  it('offer no undo where there is nothing to undo', async () => {
    const { handler } = await startedChat()
    const begun = await press(handler, 'undo')
    expect(names(begun)).toEqual(['redo'])
    expect(begun.files).toEqual([])
  })

  it('cutout is a transparent PNG', async () => {
    const { handler } = await startedChat()
    const { files, text } = await press(handler, 'cutout')
    expect(text).toBe('r1 and r2, cut out.')
    expect(files).toMatchObject([{ name: 'zoo-cutout.png', mimeType: 'image/png' }])
    expect(files[0]!.alt).toContain('on a transparent background')
    const png = Buffer.from(files[0]!.data)
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png[25], 'colour type: RGB with alpha').toBe(6)
  })

  it('refuse regions that are unknown, none at all, and those that an undo took back', async () => {
    const { handler, deixis } = await startedChat()
    const choose = (values: string[]) => send(handler, { action: { name: 'only', values } })
    expect((await choose(['r9'])).failure).toMatchObject({ code: 'unknown-region', message: /r1, r2, r3/ })
    expect((await choose([])).failure?.message).toBe('Choose at least one region.')
    expect((await choose(['the dog'])).failure).toMatchObject({ code: 'unknown-region' })
    await deixis.conversation('talk').segment([{ box: { x: 0, y: 0, width: 9, height: 9 } }])
    await press(handler, 'undo')
    expect((await choose(['r4'])).failure).toMatchObject({
      code: 'unknown-region',
      message: expect.stringMatching(/^r4 was taken back by an undo/),
    })
  })

  it('go back to the picture that a menu belongs to', async () => {
    const { handler } = await startedChat()
    await answerTo(handler, { text: 'the cat', images: { 'other.png': await zoo(40) } })
    const reply = await press(handler, 'only', ['r2'])
    expect(reply.files[0]!.name).toBe('zoo-overlay.jpg')
    expect(reply.legend).toEqual(['2: dog, blue (r2)'])
  })

  it('say what to do in a conversation that is over', async () => {
    const { handler } = startChat()
    for (const name of ['why', 'undo', 'redo', 'cutout', 'only', 'add', 'remove'] as const) {
      const { failure } = await send(handler, { action: { name, values: ['r1'] } })
      expect(failure, name).toMatchObject({ code: 'no-image', message: expect.stringContaining('send one') })
    }
    const { failure } = await send(handler, { action: { name: 'export', values: ['coco'] } })
    expect(failure).toMatchObject({ code: 'no-image' })
  })

  it('that need a selection say so', async () => {
    const { handler } = startChat()
    await send(handler, { text: 'the giraffe', images: { 'zoo.png': await zoo() } })
    const { failure } = await send(handler, { action: { name: 'cutout', values: [] } })
    expect(failure?.message).toMatch(/^Nothing is selected/)
  })
})

describe('conversations', () => {
  it('of two authors in one channel do not mix', async () => {
    const { handler } = startChat()
    const ann = { author: 'ann', conversationId: 'channel:ann' }
    const bob = { author: 'bob', conversationId: 'channel:bob' }
    await Promise.all([
      answerTo(handler, { ...ann, text: 'the dogs', images: { 'a.png': await zoo() } }),
      answerTo(handler, { ...bob, text: 'the cat', images: { 'b.png': await zoo(40) } }),
    ])
    expect((await answerTo(handler, { ...ann, text: 'only the blue one' })).legend).toEqual([
      '2: dog, blue (r2)',
    ])
    expect((await answerTo(handler, { ...bob, text: 'why?' })).text).toContain('r3')
    await answerTo(handler, { ...ann, command: 'forget' })
    expect((await answerTo(handler, { ...bob, text: 'undo' })).text).toContain('Undone')
  })

  it('answers fifty people who ask at once, each in the order of their requests', async () => {
    const { handler } = startChat()
    const people = Array.from({ length: 50 }, (_, i) => `person${i}`)
    const picture = await zoo()
    const order: string[] = []
    const ask = async (author: string, turn: number) => {
      const requests = [{ text: 'the dogs', images: { 'zoo.png': picture } }, { text: 'only the blue one' }]
      const more = [{ text: 'undo' }, { command: 'export', options: { format: 'rle' } } as const]
      const reply = await answerTo(handler, {
        ...[...requests, ...more][turn]!,
        author,
        conversationId: `dm:${author}`,
      })
      order.push(`${author} ${turn}`)
      return reply.text
    }
    const answers = await Promise.all(
      people.map((author) => Promise.all([0, 1, 2, 3].map((turn) => ask(author, turn)))),
    )
    for (const texts of answers) {
      expect(texts).toEqual([
        '2 dogs: r1 and r2.',
        'That is dog r2.',
        'Undone. 2 dogs: r1 and r2.',
        'r1, r2 as rle.',
      ])
    }
    for (const author of people) {
      const own = order.filter((line) => line.startsWith(`${author} `))
      expect(own).toEqual([0, 1, 2, 3].map((turn) => `${author} ${turn}`))
    }
  })

  describe('that are kept in a file', () => {
    let folder: string
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'deixis-chat-'))
    })
    afterAll(() => rm(folder, { recursive: true, force: true }))

    it('go on after a restart, with what hangs under their answers', async () => {
      const start = () => {
        const { deixis } = fakeDeixis(createSqliteStore({ path: join(folder, 'talk.db') }))
        return createChatHandler({ deixis, capabilities })
      }
      const images = { 'zoo.png': await zoo() }
      const first = await answerTo(start(), { text: 'the dogs', images })
      const later = start()
      expect((await press(later, 'only', ['r2'])).files).toHaveLength(1)
      expect((await press(later, 'undo')).legend).toEqual(first.legend)
      expect((await press(start(), 'cutout')).files).toHaveLength(1)
      await answerTo(start(), { command: 'forget' })
      expect((await send(start(), { action: { name: 'undo', values: [] } })).failure).toMatchObject({
        code: 'no-image',
      })
    })
  })
})
