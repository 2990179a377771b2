import { expect, it } from 'vitest'
import { picturesOf, textOf } from '../../fakes/discord/read.js'
import { isEphemeral } from '../../fakes/discord/world.js'
import { always, echo, gate, nothing, picture, startBot } from './start-bot.js'

const drawn = { name: 'drawn.png', data: new Uint8Array(5), mimeType: 'image/png', alt: 'A cup.' }

it.each([
  ['one route', false],
  ['everything', true],
])('answers late where %s is rate-limited', async (_what, global) => {
  await using bot = await startBot(always({ text: 'found', files: [drawn] }))
  const { discord, alice } = bot
  discord.faults.limit(/^PATCH/, { global, times: 2 })
  const reply = await discord.slash(alice, discord.channel, 'look').replied()
  expect(picturesOf(reply)).toHaveLength(1)
  expect(discord.requests.filter((request) => request.startsWith('PATCH'))).toHaveLength(3)
})

it('tries again where the server fails', async () => {
  await using bot = await startBot(echo().handler)
  const { discord, alice } = bot
  discord.faults.fail(/^PATCH/, { times: 2 })
  expect(textOf(await discord.slash(alice, discord.channel, 'look').replied())).toBe('look')
})

it('says so where Discord does not take the answer', async () => {
  await using bot = await startBot(always({ text: 'found' }))
  const { discord, alice, log } = bot
  discord.faults.fail(/^PATCH/, { status: 400 })
  const reply = await discord.slash(alice, discord.channel, 'look').replied()
  expect(textOf(reply)).toContain('Discord did not take the answer')
  expect(log).toContainEqual(expect.stringContaining('status 400'))
})

it('tells in private where it may not speak', async () => {
  await using bot = await startBot(echo().handler)
  const { discord, alice, log } = bot
  discord.deny(discord.channel, 'SendMessages')
  discord.message(alice, discord.channel, `${discord.mention} hello`)
  expect(textOf(await discord.posted(discord.dm(alice)))).toContain('Send Messages')
  expect(log).toContainEqual(expect.stringContaining('50013'))
})

it('gives up where it may speak neither there nor in private', async () => {
  await using bot = await startBot(echo().handler)
  const { discord, alice } = bot
  discord.deny(discord.channel, 'SendMessages')
  discord.closeDms(alice)
  discord.message(alice, discord.channel, `${discord.mention} hello`)
  await bot.logged('50007')
  const next = discord.slash(alice, discord.channel, 'look')
  expect(textOf(await next.replied())).toBe('look')
})

it('names the right that it lacks to send a picture', async () => {
  await using bot = await startBot(always({ text: 'found', files: [drawn] }))
  const { discord, alice } = bot
  discord.deny(discord.channel, 'AttachFiles')
  discord.message(alice, discord.channel, `${discord.mention} cups`)
  expect(textOf(await discord.posted(discord.dm(alice)))).toContain('Attach Files')
})

it('answers in the channel after 15 minutes', async () => {
  const held = gate()
  await using bot = await startBot(async (_inbound, responder) => {
    await held.opened
    await responder.reply({ ...nothing, text: 'at last', files: [drawn] })
  })
  const { discord, alice } = bot
  const interaction = discord.slash(alice, discord.channel, 'look')
  await interaction.acknowledged()
  discord.expire(interaction)
  held.open()
  const answer = await discord.posted(discord.channel)
  expect(textOf(answer)).toBe('at last')
  expect(picturesOf(answer)).toHaveLength(1)
})

it('keeps to itself after 15 minutes what was promised to the author alone', async () => {
  const held = gate()
  await using bot = await startBot(async (_inbound, responder) => {
    await held.opened
    await responder.reply({ ...nothing, text: 'at last' })
  })
  const { discord, alice } = bot
  const interaction = discord.slash(alice, discord.channel, 'look', { private: true })
  await interaction.acknowledged()
  discord.expire(interaction)
  held.open()
  await bot.logged('50027')
  await bot.adapter.stop()
  expect(discord.requests.filter((request) => request.startsWith('POST /channels'))).toEqual([])
})

it('does not mind that its answer was deleted meanwhile', async () => {
  const held = gate()
  await using bot = await startBot(async (_inbound, responder) => {
    await held.opened
    await responder.reply({ ...nothing, text: 'at last' })
  })
  const { discord, alice } = bot
  const interaction = discord.slash(alice, discord.channel, 'look')
  await interaction.acknowledged()
  interaction.original = undefined
  held.open()
  await bot.logged('10008')
  await bot.adapter.stop()
  expect(interaction.followups).toEqual([])
})

it('lives through an acknowledgement that Discord refuses', async () => {
  const { handler, seen } = echo()
  await using bot = await startBot(handler)
  const { discord, alice } = bot
  const late = discord.slash(alice, discord.channel, 'look')
  discord.expire(late)
  await bot.logged('10062')
  expect(seen).toEqual([])
  const next = await discord.slash(alice, discord.channel, 'look', { image: picture }).replied()
  expect(textOf(next)).toContain('cat.png')
  expect(isEphemeral(next)).toBe(false)
})
