import { describe, expect, it } from 'vitest'
import { textOf } from '../../fakes/discord/read.js'
import { always, echo, picture, startBot } from './start-bot.js'

describe('mentions', () => {
  it('are answered with a reply', async () => {
    const { handler, seen } = echo()
    await using bot = await startBot(handler)
    const { discord, alice } = bot
    const message = discord.message(alice, discord.channel, `${discord.mention}  the red \n cup`, {
      files: [picture],
    })
    expect(textOf(await discord.answerTo(message))).toBe('ask \\| the red cup \\| cat.png (100)')
    expect(seen).toMatchObject([
      {
        command: 'ask',
        text: 'the red cup',
        messageId: message.id,
        author: { id: alice.id, name: 'alice' },
        conversationId: `discord:${discord.channel.id}:${alice.id}`,
        spaceId: discord.guildId,
      },
    ])
    expect(discord.typing).toEqual([discord.channel.id])
    expect(discord.violations).toEqual([])
  })

  it.each([
    ['a picture without words', [picture], 'look \\| cat.png (100)'],
    ['nothing at all', [], 'help'],
  ])('with %s', async (_what, files, answer) => {
    await using bot = await startBot(echo().handler)
    const { discord, alice } = bot
    const message = discord.message(alice, discord.channel, discord.mention, { files })
    expect(textOf(await discord.answerTo(message))).toBe(answer)
  })

  it('are about what is said, not about whom else it is said to', async () => {
    const { handler, seen } = echo()
    await using bot = await startBot(handler)
    const { discord, alice } = bot
    const words = `${discord.mention} @everyone <@${alice.id}> <@&7> the <a:red:7> cup in <#${discord.channel.id}>?`
    await discord.answerTo(discord.message(alice, discord.channel, words))
    expect(seen).toMatchObject([{ text: 'the cup in ?' }])
  })

  it('go on in a thread, whoever speaks', async () => {
    const { handler, seen } = echo()
    await using bot = await startBot(handler)
    const { discord, alice } = bot
    const thread = discord.thread('cups')
    await discord.answerTo(discord.message(alice, thread, `${discord.mention} cups`, { files: [picture] }))
    await discord.answerTo(discord.message(discord.user('bob'), thread, `${discord.mention} the left one`))
    expect(seen.map(({ conversationId }) => conversationId)).toEqual([
      `discord:${thread.id}`,
      `discord:${thread.id}`,
    ])
  })

  it('in a reply to a picture are about that picture, where the bot may see it', async () => {
    await using bot = await startBot(echo().handler, { messageContent: true })
    const { discord, alice } = bot
    const shown = discord.message(discord.user('bob'), discord.channel, '', { files: [picture] })
    const message = discord.message(alice, discord.channel, `${discord.mention} the cup`, { replyTo: shown })
    expect(textOf(await discord.answerTo(message))).toBe('ask \\| the cup \\| cat.png (100)')
  })

  it('in a reply are about the picture that they bring, if they do', async () => {
    await using bot = await startBot(echo().handler)
    const { discord, alice } = bot
    const shown = discord.message(discord.user('bob'), discord.channel, '', { files: [picture] })
    const own = { files: [{ ...picture, name: 'own.png' }], replyTo: shown }
    const message = discord.message(alice, discord.channel, discord.mention, own)
    expect(textOf(await discord.answerTo(message))).toBe('look \\| own.png (100)')
  })

  it('in a reply to a message that is gone say what to do', async () => {
    await using bot = await startBot(echo().handler, { messageContent: true })
    const { discord, alice } = bot
    const shown = discord.message(discord.user('bob'), discord.channel, '', { files: [picture] })
    discord.remove(shown)
    const message = discord.message(alice, discord.channel, `${discord.mention} the cup`, { replyTo: shown })
    expect(textOf(await discord.answerTo(message))).toContain('cannot see')
  })

  it('in a reply to a picture that the bot may not see say what to do', async () => {
    const { handler, seen } = echo()
    await using bot = await startBot(handler)
    const { discord, alice } = bot
    const shown = discord.message(discord.user('bob'), discord.channel, '', { files: [picture] })
    const message = discord.message(alice, discord.channel, `${discord.mention} the cup`, { replyTo: shown })
    expect(textOf(await discord.answerTo(message))).toContain('Segment this ...')
    expect(seen).toEqual([])
  })
})

describe('replies to the bot', () => {
  it('are about what it said, not about the picture that it drew', async () => {
    const { handler, seen } = echo()
    const drawn = { name: 'drawn.png', data: new Uint8Array(5), mimeType: 'image/png' }
    await using bot = await startBot((inbound, responder) =>
      inbound.images.length > 0
        ? always({ text: 'found', files: [drawn] })(inbound, responder)
        : handler(inbound, responder),
    )
    const { discord, alice } = bot
    const first = discord.message(alice, discord.channel, `${discord.mention} cups`, { files: [picture] })
    const answer = await discord.answerTo(first)
    const next = discord.message(alice, discord.channel, 'the left one', { replyTo: answer })
    expect(textOf(await discord.answerTo(next))).toBe('ask \\| the left one')
    expect(seen).toMatchObject([{ images: [], conversationId: `discord:${discord.channel.id}:${alice.id}` }])
  })

  it('to the answer of a command need the privileged intent, since they mention nobody', async () => {
    await using bot = await startBot(echo().handler, { messageContent: true })
    const { discord, alice } = bot
    const answer = await discord.slash(alice, discord.channel, 'look').replied()
    const next = discord.message(alice, discord.channel, 'the left one', { replyTo: answer })
    expect(textOf(await discord.answerTo(next))).toBe('ask \\| the left one')
  })
})

it('direct talk needs no mention', async () => {
  const { handler, seen } = echo()
  await using bot = await startBot(handler)
  const { discord, alice } = bot
  const talk = discord.dm(alice)
  const message = discord.message(alice, talk, 'the red cup', { files: [picture] })
  expect(textOf(await discord.answerTo(message))).toBe('ask \\| the red cup \\| cat.png (100)')
  expect(seen).toMatchObject([{ conversationId: `discord:${talk.id}` }])
  expect(seen[0]?.spaceId).toBeUndefined()
})

it('what is not said to the bot is let be', async () => {
  const { handler, seen } = echo()
  await using bot = await startBot(handler, { messageContent: true })
  const { discord, alice } = bot
  const other = discord.message(discord.user('bob'), discord.channel, 'hello', { files: [picture] })
  discord.message(alice, discord.channel, 'nice', { replyTo: other })
  discord.message(alice, discord.channel, '@everyone look')
  const robot = discord.user('robot')
  robot.bot = true
  discord.message(robot, discord.channel, `${discord.mention} hello`)
  await discord.answerTo(discord.message(alice, discord.channel, `${discord.mention} now`))
  expect(seen.map(({ text }) => text)).toEqual(['now'])
})

it('requests of a conversation are handled in the order in which they came, however late Discord is', async () => {
  const { handler, seen } = echo()
  await using bot = await startBot(handler)
  const { discord, alice } = bot
  const ask = (question: string) => discord.slash(alice, discord.channel, 'ask', { question })
  const first = ask('first')
  const release = discord.faults.hold(new RegExp(`/interactions/${first.id}/`))
  const second = ask('second')
  const third = discord.message(alice, discord.channel, `${discord.mention} third`)
  await second.acknowledged()
  // Others need not wait.
  await discord.slash(discord.user('bob'), discord.channel, 'help').replied()
  release()
  await Promise.all([first.replied(), second.replied(), discord.answerTo(third)])
  expect(seen.map(({ text }) => text)).toEqual(['', 'first', 'second', 'third'])
})
