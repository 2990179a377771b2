import { describe, expect, it } from 'vitest'
import { textOf } from '../../fakes/discord/read.js'
import { isEphemeral } from '../../fakes/discord/world.js'
import { echo, gate, picture, startBot } from './start-bot.js'

describe('slash commands', () => {
  it.each([
    {
      name: 'segment',
      options: { image: picture, words: 'the red cup' },
      asked: { command: 'segment', text: 'the red cup' },
      answer: 'segment | the red cup | cat.png (100)',
    },
    {
      name: 'ask',
      options: { question: 'what is under it?' },
      asked: { command: 'ask', text: 'what is under it?', images: [] },
      answer: 'ask | what is under it?',
    },
    {
      name: 'ask',
      options: { question: 'who?', image: picture },
      asked: { command: 'ask', text: 'who?' },
      answer: 'ask | who? | cat.png (100)',
    },
    {
      name: 'look',
      options: { image: picture },
      asked: { command: 'look', text: '' },
      answer: 'look | cat.png (100)',
    },
    { name: 'look', options: {}, asked: { command: 'look', images: [] }, answer: 'look' },
    {
      name: 'refine',
      options: { action: 'grow', region: 'r3', pixels: 8 },
      asked: { command: 'refine', options: { action: 'grow', region: 'r3', pixels: '8' } },
      answer: 'refine',
    },
    {
      name: 'refine',
      options: { action: 'union', regions: 'r2 r5' },
      asked: { command: 'refine', options: { action: 'union', regions: 'r2 r5' } },
      answer: 'refine',
    },
    {
      name: 'export',
      options: { format: 'coco' },
      asked: { command: 'export', options: { format: 'coco' } },
      answer: 'export',
    },
    { name: 'forget', options: {}, asked: { command: 'forget' }, answer: 'forget' },
    { name: 'help', options: {}, asked: { command: 'help' }, answer: 'help' },
  ])('/$name: $answer', async ({ name, options, asked, answer }) => {
    const { handler, seen } = echo()
    await using bot = await startBot(handler)
    const { discord, alice } = bot
    const interaction = discord.slash(alice, discord.channel, name, options)
    expect(await interaction.acknowledged()).toBe(5)
    const reply = await interaction.replied()
    expect(textOf(reply).replaceAll('\\', '')).toBe(answer)
    expect(isEphemeral(reply)).toBe(['forget', 'help'].includes(name))
    expect(seen).toEqual([expect.objectContaining(asked)])
    expect(seen[0]).toMatchObject({
      conversationId: `discord:${discord.channel.id}:${alice.id}`,
      messageId: interaction.id,
      author: { id: alice.id, name: 'alice' },
      spaceId: discord.guildId,
    })
    expect(discord.violations).toEqual([])
  })

  it('answer the author alone if asked to', async () => {
    await using bot = await startBot(echo().handler)
    const { discord, alice } = bot
    const asked = discord.slash(alice, discord.channel, 'look', { private: true })
    expect(isEphemeral(await asked.replied())).toBe(true)
  })

  it('of an older version are refused politely', async () => {
    await using bot = await startBot(echo().handler)
    const { discord, alice } = bot
    const [command] = discord.commands()
    Object.assign(command as object, { name: 'old', options: [] })
    const reply = await discord.slash(alice, discord.channel, 'old').replied()
    expect(textOf(reply)).toContain('/help')
    expect(isEphemeral(reply)).toBe(true)
  })

  it('are acknowledged before the handler has done anything', async () => {
    const held = gate()
    await using bot = await startBot(async (_inbound, responder) => {
      await held.opened
      await responder.reply({ text: 'late', files: [], actions: [] })
    })
    const { discord, alice } = bot
    const interaction = discord.slash(alice, discord.channel, 'look')
    expect(await interaction.acknowledged()).toBe(5)
    held.open()
    expect(textOf(await interaction.replied())).toBe('late')
  })
})

describe('the menu of a message', () => {
  it('asks for words and segments its picture', async () => {
    const { handler, seen } = echo()
    await using bot = await startBot(handler)
    const { discord, alice } = bot
    const target = discord.message(discord.user('bob'), discord.channel, 'look at that', { files: [picture] })
    const opened = discord.contextMenu(alice, discord.channel, 'Segment this ...', target)
    expect((await opened.opened()).title).toBe('Segment this picture')
    const reply = await discord.submitModal(opened, { 'What to find': 'the cat' }).replied()
    expect(textOf(reply)).toBe('segment | the cat | cat.png (100)'.replaceAll('|', '\\|'))
    expect(seen).toMatchObject([
      { command: 'segment', conversationId: `discord:${discord.channel.id}:${alice.id}` },
    ])
    expect(discord.violations).toEqual([])
  })

  it('finds the picture again where the bot was restarted before the words came', async () => {
    await using bot = await startBot(echo().handler)
    const { discord, alice } = bot
    const target = discord.message(alice, discord.channel, `${discord.mention}`, { files: [picture] })
    await discord.answerTo(target)
    const opened = discord.contextMenu(alice, discord.channel, 'Segment this ...', target)
    await opened.opened()
    await bot.adapter.stop()
    await using again = await startBot(echo().handler, { discord })
    const reply = await discord.submitModal(opened, { 'What to find': 'the cat' }).replied()
    expect(textOf(reply)).toContain('the cat \\| picture (100)')
    expect(again.log).not.toContainEqual(expect.stringContaining('failed'))
  })

  it('says what is in its picture', async () => {
    await using bot = await startBot(echo().handler)
    const { discord, alice } = bot
    const target = discord.message(alice, discord.channel, '', { files: [picture] })
    const reply = await discord.contextMenu(alice, discord.channel, 'What is in this?', target).replied()
    expect(textOf(reply)).toContain('cat.png (100)')
  })

  it.each(['Segment this ...', 'What is in this?'])('%s: says so where there is no picture', async (name) => {
    const { handler, seen } = echo()
    await using bot = await startBot(handler)
    const { discord, alice } = bot
    const target = discord.message(alice, discord.channel, 'words alone')
    const reply = await discord.contextMenu(alice, discord.channel, name, target).replied()
    expect(textOf(reply)).toContain('has no picture')
    expect(isEphemeral(reply)).toBe(true)
    expect(seen).toEqual([])
  })
})

describe('places', () => {
  it.each([
    ['a thread', 'everybody', (discord) => discord.thread('cats')],
    ['direct talk', 'everybody', (discord, alice) => discord.dm(alice)],
    ['a channel', 'one person', (discord) => discord.channel],
    ['a talk of several people', 'one person', (discord, alice) => discord.group(alice, discord.user('bob'))],
    ['a server without the bot', 'one person', (discord) => discord.foreignChannel()],
  ] satisfies [string, string, PlaceOf][])('%s: a conversation of %s', async (_place, whose, placeOf) => {
    const { handler, seen } = echo()
    await using bot = await startBot(handler)
    const { discord, alice } = bot
    const place = placeOf(discord, alice)
    await discord.slash(alice, place, 'ask', { question: 'who?', image: picture }).replied()
    const whole = `discord:${place.id}`
    const { guild_id } = place
    expect(seen).toMatchObject([
      { conversationId: whose === 'everybody' ? whole : `${whole}:${alice.id}`, spaceId: guild_id },
    ])
    expect(discord.violations).toEqual([])
  })
})

type Fake = Awaited<ReturnType<typeof startBot>>['discord']
type PlaceOf = (discord: Fake, alice: ReturnType<Fake['user']>) => Fake['channel']
