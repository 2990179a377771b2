import { expect, it } from 'vitest'
import { buttonsOf, filesOf, menusOf, picturesOf, textOf } from '../../fakes/discord/read.js'
import type { Message } from '../../fakes/discord/wire.js'
import { isEphemeral } from '../../fakes/discord/world.js'
import { startBot } from '../discord/start-bot.js'
import { startChat, zoo } from './platform.js'

/** What is under way ends in an ellipsis. */
const isAnswer = (message: Message) => !textOf(message).endsWith('…')

it('talks about a picture on Discord, by words, buttons and menus', async () => {
  const { handler, log } = startChat()
  await using bot = await startBot(handler)
  const { discord, alice } = bot
  const { channel } = discord
  const image = { name: 'zoo.png', data: await zoo() }

  const dogs = await discord.slash(alice, channel, 'segment', { image, words: 'the dogs' }).replied(isAnswer)
  expect(textOf(dogs)).toContain('2 dogs: r1 and r2.')
  expect(textOf(dogs)).toContain('1: dog, red (r1)')
  expect(picturesOf(dogs).map(({ alt }) => alt)).toEqual(['In "zoo.png", marked by number: dog 1 and dog 2.'])
  expect(buttonsOf(dogs)).toEqual(['Why?', 'Cut out', 'Undo'])
  expect(menusOf(dogs).map(({ placeholder }) => placeholder)).toEqual([
    'Only …',
    'Add …',
    'Remove …',
    'Export as …',
  ])

  const why = await discord.press(alice, dogs, 'Why?').replied(isAnswer)
  expect(textOf(why)).toContain('2: dog, blue (r2)')
  expect(isEphemeral(why)).toBe(true)

  const blue = await discord.choose(alice, dogs, ['2: dog, blue']).replied(isAnswer)
  expect(textOf(blue)).toContain('That is dog r2.')
  const cutout = await discord.press(alice, blue, 'Cut out').replied(isAnswer)
  expect(picturesOf(cutout).map(({ filename }) => filename)).toEqual([
    expect.stringMatching(/zoo-cutout\.png$/),
  ])
  const coco = await discord.choose(alice, blue, ['coco']).replied(isAnswer)
  expect(filesOf(coco).map(({ filename }) => filename)).toEqual([expect.stringMatching(/zoo-coco\.json$/)])
  expect(textOf(await discord.press(alice, blue, 'Undo').replied(isAnswer))).toContain('Undone. 2 dogs')

  const giraffe = await discord
    .slash(alice, channel, 'ask', { question: 'is there a giraffe?' })
    .replied(isAnswer)
  expect(textOf(giraffe)).toContain('I see 2 dogs and 1 cat.')
  expect(picturesOf(giraffe)).toEqual([])
  const forgotten = await discord.slash(alice, channel, 'forget').replied(isAnswer)
  expect(textOf(forgotten)).toMatch(/^Forgotten/)
  expect(textOf(await discord.press(alice, blue, 'Undo').replied(isAnswer))).toContain('There is no picture')
  expect({ log, violations: discord.violations }).toEqual({ log: [], violations: [] })
})
