import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { buttonsOf, filesOf, picturesOf, textOf } from '../../fakes/discord/read.js'
import { type FakeDiscord, startDiscord } from '../../fakes/discord/server.js'
import type { Message, User } from '../../fakes/discord/wire.js'
import { isEphemeral } from '../../fakes/discord/world.js'
import { examples, stack } from '../pictures.js'
import { isAnswer, isUnderWay, type RunningService, startService } from './service.js'

/* The service as it is run, its own models included, in front of an unmodified discord.js. */

const cat = `${examples}/cat.jpg`

let discord: FakeDiscord
let folder: string
let service: RunningService
beforeAll(async () => {
  discord = await startDiscord()
  folder = await mkdtemp(join(tmpdir(), 'deixis-discord-'))
  service = await start()
})
afterEach(() => {
  expect(discord.violations).toEqual([])
})
afterAll(async () => {
  await service.stop()
  await discord.stop()
  await rm(folder, { recursive: true })
})

function start(): Promise<RunningService> {
  return startService(discord, { DEIXIS_STORE: join(folder, 'talk.db'), DEIXIS_AUTHOR_RATE: '1000' })
}

const file = async (path: string) => ({ name: basename(path), data: await readFile(path) })

/** Somebody who sees the answers, not what is said until then. */
function person(user: User, channel = discord.channel) {
  return {
    user,
    slash: (...args: [name: string, options?: Parameters<FakeDiscord['slash']>[3]]) =>
      discord.slash(user, channel, ...args).replied(isAnswer),
    press: (message: Message, label: string) => discord.press(user, message, label).replied(isAnswer),
    choose: (message: Message, choices: string[], placeholder?: string) =>
      discord.choose(user, message, choices, placeholder).replied(isAnswer),
    async mention(words: string, files: Awaited<ReturnType<typeof file>>[] = []) {
      return discord.answerTo(discord.message(user, channel, `${discord.mention} ${words}`, { files }))
    },
  }
}

it('talks for five turns about two pictures, with a restart in the middle', async () => {
  const ann = person(discord.user('ann'))
  const image = await file(stack)
  const free = await ann.slash('segment', { image, words: 'which suitcases can be removed safely?' })
  expect(textOf(free)).toContain('3 suitcases that can be removed: r1, r3 and r4.')
  expect(await shown(free)).toEqual([{ format: 'jpeg', width: 640, height: 480 }])
  expect(textOf(await ann.slash('ask', { question: 'only the green one' }))).toContain('That is suitcase r4.')

  expect(await service.stop()).toBe(0)
  service = await start()

  const under = await ann.slash('ask', { question: 'what is under it?' })
  expect(textOf(under)).toContain('1 thing under it: r6.')
  expect(await shown(under)).toHaveLength(1)
  // Of an answer that the former process gave.
  expect(textOf(await ann.press(free, 'Undo'))).toContain('Undone. That is suitcase r4.')
  expect(textOf(await ann.mention('the cat', [await file(cat)]))).toContain('1 cat: ')
  const chosen = await ann.choose(free, ['r1', 'r3'])
  expect(textOf(chosen)).toContain('These are suitcase r1 and suitcase r3.')
  expect(await shown(chosen)).toEqual([{ format: 'jpeg', width: 640, height: 480 }])
})

it('every command, menu entry, form, button and menu works', async () => {
  const bob = person(discord.user('bob'))
  const { user } = bob
  const all = await bob.slash('look', { image: await file(stack) })
  expect(textOf(all)).toContain('I see 6 suitcases.')
  expect(textOf(await bob.slash('segment', { image: await file(stack), words: 'the red one' }))).toContain(
    'r6',
  )
  expect(textOf(await bob.slash('refine', { action: 'grow', pixels: 3 }))).toContain('r6 now covers')
  const exported = await bob.slash('export', { format: 'coco', regions: 'r1 r2' })
  const [coco] = filesOf(exported)
  expect(JSON.parse(String(Buffer.from(coco!.data))).annotations).toHaveLength(2)

  const picture = discord.message(discord.user('cem'), discord.channel, '', { files: [await file(cat)] })
  const menu = discord.contextMenu(user, discord.channel, 'Segment this ...', picture)
  await menu.opened()
  const typed = discord.submitModal(menu, { 'What to find': 'the cat' })
  expect(textOf(await typed.replied(isAnswer))).toContain('1 cat: ')
  const what = discord.contextMenu(user, discord.channel, 'What is in this?', picture)
  expect(textOf(await what.replied(isAnswer))).toMatch(/^I see probably 1 cat/)

  const three = await bob.choose(all, ['r1', 'r2', 'r6'])
  expect(textOf(three)).toMatch(/r1, .*r2 and .*r6/)
  expect(isEphemeral(await bob.press(three, 'Why?'))).toBe(true)
  expect(picturesOf(await bob.press(three, 'Cut out'))[0]?.filename).toBe('stack-cutout.png')
  const undone = await bob.press(three, 'Undo')
  expect(buttonsOf(undone)).toEqual(['Why?', 'Cut out', 'Undo', 'Redo'])
  expect(legendOf(await bob.press(undone, 'Redo'))).toEqual(['r1', 'r2', 'r6'])
  expect(legendOf(await bob.choose(three, ['r4'], 'Add …'))).toEqual(['r1', 'r2', 'r6', 'r4'])
  expect(legendOf(await bob.choose(three, ['r2', 'r6'], 'Remove …'))).toEqual(['r1', 'r4'])
  expect(filesOf(await bob.choose(three, ['svg']))[0]?.filename).toBe('stack-svg.svg')

  expect(textOf(await bob.slash('help'))).toContain('until the conversation has rested 30 days')
  expect(textOf(await bob.slash('forget'))).toMatch(/^Forgotten/)
  expect(textOf(await bob.press(three, 'Undo'))).toContain('There is no picture')
})

it('two people talk in one channel at once, each about their own picture', async () => {
  const [dan, eve] = ['dan', 'eve'].map((name) => person(discord.user(name)))
  const [suitcases, cats] = await Promise.all([
    dan!.slash('segment', { image: await file(stack), words: 'the suitcases' }),
    eve!.slash('segment', { image: await file(cat), words: 'the cat' }),
  ])
  expect(textOf(suitcases)).toContain('6 suitcases')
  expect(textOf(cats)).toContain('1 cat: r1.')
  const [red, why] = await Promise.all([
    dan!.slash('ask', { question: 'only the red one' }),
    eve!.mention('why?'),
  ])
  expect(textOf(red)).toContain('That is suitcase r6.')
  expect(textOf(why)).toContain('cat')
  await expect(dan!.press(cats, 'Undo').then(textOf)).resolves.toContain("somebody else's conversation")
})

it('lives through too many requests and a lost connection while it works', async () => {
  const fay = person(discord.user('fay'))
  const resumed = discord.logins.resumed
  discord.faults.limit(/^PATCH/, { times: 3 })
  const answer = fay.slash('look', { image: await file(stack) })
  discord.dropConnections()
  const next = fay.slash('ask', { question: 'the red one' })
  expect(textOf(await answer)).toContain('I see 6 suitcases.')
  expect(textOf(await next)).toContain('That is suitcase r6.')
  expect(discord.logins.resumed).toBe(resumed + 1)
})

it('reads a picture of 11 MB, one whose address went stale, and nothing that is no picture', async () => {
  const gil = person(discord.user('gil'))
  const data = await sharp(stack).resize(2240).png({ compressionLevel: 0 }).toBuffer()
  expect(data.length).toBeGreaterThan(11_000_000)
  const large = textOf(
    await gil.slash('segment', { image: { name: 'large.png', data }, words: 'the suitcases' }),
  )
  expect(large).toContain('6 suitcases')
  expect(large).toContain('"large.png" is a large file: I work on a smaller copy')

  const stale = gil.mention('the cat', [await file(cat)])
  discord.expireAttachments()
  expect(textOf(await stale)).toContain('1 cat')

  const image = { name: 'notes.png', data: Buffer.from('These are notes.') }
  expect(textOf(await gil.slash('look', { image }))).toContain('This is not a picture')
})

it('is heard while its models work, and sees to what was asked before it leaves', async () => {
  const hal = person(discord.user('hal'))
  const data = await sharp(stack).flop().toBuffer()
  const asked = discord.slash(hal.user, discord.channel, 'look', { image: { name: 'other.png', data } })
  await asked.replied(isUnderWay)
  const left = service.stop()
  let isAnswered = false
  const answer = asked.replied(isAnswer).finally(() => {
    isAnswered = true
  })
  let heartbeats = 0
  while (!isAnswered) {
    await Promise.race([answer, discord.heartbeat()])
    heartbeats++
  }
  expect(textOf(await answer)).toContain('I see 6 suitcases.')
  expect(heartbeats).toBeGreaterThan(20)
  expect(await left).toBe(0)
})

/** Ids of the regions in the legend, in its order. */
function legendOf(message: Message): string[] {
  return [...textOf(message).matchAll(/\((r\d+)\)$/gm)].map(([, id]) => id!)
}

function shown(message: Message) {
  return Promise.all(
    picturesOf(message).map(async ({ data }) => {
      const { format, width, height } = await sharp(data).metadata()
      return { format, width, height }
    }),
  )
}
