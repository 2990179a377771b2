import { expect, it } from 'vitest'
import { textOf } from '../../fakes/discord/read.js'
import { isEphemeral } from '../../fakes/discord/world.js'
import { echo, gate, nothing, orFail, picture, startBot } from './start-bot.js'

it.each(['notes.pdf', 'regions.zip'])('%s is no picture, and is not fetched', async (name) => {
  await using bot = await startBot(echo().handler)
  const { discord, alice } = bot
  const image = { ...picture, name }
  const reply = await discord.slash(alice, discord.channel, 'look', { image }).replied()
  expect(textOf(reply)).toContain('not a picture')
  expect(isEphemeral(reply)).toBe(true)
  const mention = discord.message(alice, discord.channel, discord.mention, { files: [image] })
  expect(textOf(await discord.answerTo(mention))).toContain('not a picture')
  expect(discord.requests.filter((request) => request.startsWith('GET /attachments'))).toEqual([])
})

it('the pictures among several files are taken', async () => {
  await using bot = await startBot(echo().handler)
  const { discord, alice } = bot
  const files = [{ ...picture, name: 'notes.pdf' }, picture, { ...picture, name: 'dog.jpg' }]
  const message = discord.message(alice, discord.channel, discord.mention, { files })
  expect(textOf(await discord.answerTo(message))).toBe('look \\| cat.png (100) \\| dog.jpg (100)')
})

it('11 MB are read, 26 MB are not', async () => {
  await using bot = await startBot(echo().handler)
  const { discord, alice } = bot
  const ask = (size: number) =>
    discord.slash(alice, discord.channel, 'look', { image: { name: 'a.png', data: new Uint8Array(size) } })
  expect(textOf(await ask(11_000_000).replied())).toContain('(11000000)')
  expect(textOf(await ask(26_000_000).replied())).toContain('more than 25 MB')
})

it('a picture that turns out larger than was said is not read to its end', async () => {
  await using bot = await startBot(echo().handler)
  const { discord, alice } = bot
  const image = { name: 'a.png', data: new Uint8Array(26_000_000), announced: { size: 100 } }
  const reply = await discord.slash(alice, discord.channel, 'look', { image }).replied()
  expect(textOf(reply)).toContain('more than 25 MB')
})

it('a stale address is renewed where the message can be read again', async () => {
  const held = gate()
  const { handler } = echo()
  await using bot = await startBot(async (inbound, responder) => {
    await held.opened
    await handler(inbound, responder)
  })
  const { discord, alice } = bot
  const message = discord.message(alice, discord.channel, discord.mention, { files: [picture] })
  await discord.until('typing', () => discord.typing[0])
  discord.expireAttachments()
  held.open()
  expect(textOf(await discord.answerTo(message))).toBe('look \\| cat.png (100)')
})

it.each(['of a command', 'of a message that is gone'])('a stale address %s is told', async (whose) => {
  const held = gate()
  const begun = gate()
  const { handler } = echo()
  await using bot = await startBot(async (inbound, responder) => {
    begun.open()
    await held.opened
    await handler(inbound, responder)
  })
  const { discord, alice } = bot
  const message = discord.message(alice, discord.dm(alice), 'other', { files: [picture] })
  const asked = discord.contextMenu(alice, discord.foreignChannel(), 'What is in this?', message)
  const given = discord.slash(alice, discord.channel, 'look', { image: picture })
  await begun.opened
  discord.remove(message)
  discord.expireAttachments()
  held.open()
  const reply = await (whose === 'of a command' ? given : asked).replied()
  expect(textOf(reply)).toContain('Upload it again')
})

it('no other server is asked for a picture', async () => {
  await using bot = await startBot(async (inbound, responder) => {
    await orFail(responder, async () => {
      await Promise.all(inbound.images.map((image) => image.load(inbound.signal)))
      await responder.reply({ ...nothing, text: 'loaded' })
    })
  })
  const { discord, alice } = bot
  const image = { ...picture, announced: { url: 'http://169.254.169.254/latest/meta-data' } }
  const reply = await discord.slash(alice, discord.channel, 'look', { image }).replied()
  expect(textOf(reply)).toContain('uploaded to Discord')
})
