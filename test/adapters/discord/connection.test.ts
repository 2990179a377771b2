import { expect, it } from 'vitest'
import { createDiscordAdapter } from '../../../adapters/discord/adapter.js'
import { textOf } from '../../fakes/discord/read.js'
import { startDiscord } from '../../fakes/discord/server.js'
import { isEphemeral } from '../../fakes/discord/world.js'
import { echo, gate, nothing, startBot } from './start-bot.js'

it('takes up a broken connection and answers what it missed', async () => {
  const { handler, seen } = echo()
  await using bot = await startBot(handler)
  const { discord, alice } = bot
  await discord.slash(alice, discord.channel, 'look').replied()
  discord.dropConnections()
  const missed = discord.slash(alice, discord.channel, 'ask', { question: 'who?' })
  expect(textOf(await missed.replied())).toBe('ask \\| who?')
  expect(discord.logins).toEqual({ identified: 1, resumed: 1 })
  expect(seen).toHaveLength(2)
})

it('answers what was asked before the connection broke', async () => {
  const held = gate()
  await using bot = await startBot(async (_inbound, responder) => {
    await held.opened
    await responder.reply({ ...nothing, text: 'still here' })
  })
  const { discord, alice } = bot
  const asked = discord.slash(alice, discord.channel, 'look')
  await asked.acknowledged()
  discord.dropConnections()
  held.open()
  expect(textOf(await asked.replied())).toBe('still here')
})

it('connects again when it is asked to', async () => {
  await using bot = await startBot(echo().handler)
  const { discord, alice } = bot
  discord.askToReconnect()
  await discord.until('resuming', () => (discord.logins.resumed === 1 ? true : undefined))
  expect(textOf(await discord.slash(alice, discord.channel, 'look').replied())).toBe('look')
})

it('takes up a session that was called invalid', async () => {
  await using bot = await startBot(echo().handler)
  const { discord, alice } = bot
  discord.invalidateSessions(true)
  await discord.until('resuming', () => (discord.logins.resumed === 1 ? true : undefined))
  expect(textOf(await discord.slash(alice, discord.channel, 'look').replied())).toBe('look')
})

it('refuses to start with a token that Discord does not know', async () => {
  const discord = await startDiscord()
  const { api } = discord
  const adapter = createDiscordAdapter({ token: 'no.such.token', api, log: () => {} })
  await expect(adapter.start(echo().handler, new AbortController().signal)).rejects.toMatchObject({
    code: 'bad-configuration',
    message: expect.stringMatching(/^(?!.*no\.such).*DEIXIS_DISCORD_TOKEN/),
  })
  await discord.stop()
})

it('refuses to start with an intent that is not switched on', async () => {
  await using discord = await startDiscord({ contentAllowed: false })
  const { token, api } = discord
  const adapter = createDiscordAdapter({ token, api, messageContent: true, log: () => {} })
  await expect(adapter.start(echo().handler, new AbortController().signal)).rejects.toMatchObject({
    code: 'bad-configuration',
    message: expect.stringContaining('Message Content'),
  })
})

it('refuses to start where there is nobody', async () => {
  const discord = await startDiscord()
  const { token, api } = discord
  await discord.stop()
  const adapter = createDiscordAdapter({ token, api, log: () => {} })
  await expect(adapter.start(echo().handler, new AbortController().signal)).rejects.toMatchObject({
    code: 'bad-configuration',
    message: expect.stringContaining('ECONNREFUSED'),
  })
})

it('ends with an error when it is thrown out for good', async () => {
  await using bot = await startBot(echo().handler)
  bot.discord.throwOut()
  await expect(bot.served).rejects.toMatchObject({ code: 'bad-configuration' })
})

it('stops after the requests under way, and sends others away', async () => {
  const held = gate()
  await using bot = await startBot(async (_inbound, responder) => {
    await held.opened
    await responder.reply({ ...nothing, text: 'finished' })
  })
  const { discord, alice, adapter } = bot
  const asked = discord.slash(alice, discord.channel, 'look')
  const mentioned = discord.message(alice, discord.channel, `${discord.mention} hello`)
  await asked.acknowledged()
  await discord.until('typing', () => discord.typing[0])
  const stopped = adapter.stop()
  const late = await discord.slash(alice, discord.channel, 'look').replied()
  expect(textOf(late)).toContain('being restarted')
  expect(isEphemeral(late)).toBe(true)
  const other = discord.message(alice, discord.channel, `${discord.mention} hello again`)
  expect(textOf(await discord.answerTo(other))).toContain('being restarted')
  held.open()
  await stopped
  await bot.served
  expect(textOf(await asked.replied())).toBe('finished')
  expect(textOf(await discord.answerTo(mentioned))).toBe('finished')
})

it('cuts requests under way short when it is told to', async () => {
  const begun = gate()
  await using bot = await startBot(async ({ signal }, responder) => {
    begun.open()
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    await responder.reply({ ...nothing, text: 'cut short' })
  })
  const { discord, alice, abort } = bot
  const asked = discord.slash(alice, discord.channel, 'look')
  await begun.opened
  abort()
  await bot.served
  expect(textOf(await asked.replied())).toBe('cut short')
})

it('leaves at once when it is stopped before it is there', async () => {
  await using discord = await startDiscord()
  const release = discord.faults.hold(/gateway/)
  const { token, api } = discord
  const adapter = createDiscordAdapter({ token, api, log: () => {} })
  const served = adapter.start(echo().handler, new AbortController().signal)
  await adapter.stop()
  await served
  release()
})
