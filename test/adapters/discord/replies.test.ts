import { afterEach, expect, it, vi } from 'vitest'
import type { ReplyFile } from '../../../adapters/chat.js'
import { UserInputError } from '../../../src/errors.js'
import { filesOf, picturesOf, textOf } from '../../fakes/discord/read.js'
import { Flag } from '../../fakes/discord/wire.js'
import { isEphemeral } from '../../fakes/discord/world.js'
import { always, gate, nothing, startBot } from './start-bot.js'

afterEach(() => {
  vi.useRealTimers()
})

const file = (name: string, mimeType: string, size = 10, alt?: string): ReplyFile => ({
  name,
  mimeType,
  data: new Uint8Array(size),
  alt,
})

it('shows words, pictures with their description, a legend and files', async () => {
  await using bot = await startBot(
    always({
      text: '2 cups.',
      legend: ['1: cup, red (r1)', '2: cup, blue (r2)'],
      files: [
        file('two cups.jpg', 'image/jpeg', 10, 'A table with two cups, marked.'),
        file('regions.json', 'application/json'),
        file('outline.svg', 'image/svg+xml'),
      ],
    }),
  )
  const { discord, alice } = bot
  const reply = await discord.slash(alice, discord.channel, 'look').replied()
  expect(reply.flags & Flag.componentsV2).toBe(Flag.componentsV2)
  expect(textOf(reply)).toBe('2 cups.\n1: cup, red (r1)\n2: cup, blue (r2)')
  expect(picturesOf(reply)).toMatchObject([
    {
      filename: 'two_cups.jpg',
      alt: 'A table with two cups, marked.',
      description: 'A table with two cups, marked.',
      size: 10,
    },
  ])
  expect(filesOf(reply).map(({ filename }) => filename)).toEqual(['regions.json', 'outline.svg'])
  expect(discord.violations).toEqual([])
})

it('takes nobody up on their markup, links and mentions', async () => {
  const text = '**bold** <@1> @everyone [a](https://b.test) `c` ||d|| # e\n- f\n> g'
  await using bot = await startBot(always({ text, legend: ['_1_ cup'] }))
  const { discord, alice } = bot
  const reply = await discord.slash(alice, discord.channel, 'look').replied()
  expect(textOf(reply)).toBe(
    String.raw`\*\*bold\*\* \<\@1\> \@everyone \[a\](https\://b.test) \`c\` \|\|d\|\| \# e` +
      '\n' +
      String.raw`\- f` +
      '\n' +
      String.raw`\> g` +
      '\n' +
      String.raw`\_1\_ cup`,
  )
  expect(discord.violations).toEqual([])
})

it('fits long answers into a message', async () => {
  const legend = Array.from({ length: 200 }, (_, index) => `${index + 1} *cup* (r${index + 1})`)
  await using bot = await startBot(always({ text: '*'.repeat(5000), legend }))
  const { discord, alice } = bot
  const text = textOf(await discord.slash(alice, discord.channel, 'look').replied())
  expect(text.length).toBeLessThanOrEqual(4001)
  expect(text).toContain('1 \\*cup\\* (r1)')
  expect(text.endsWith('…')).toBe(true)
  expect(discord.violations).toEqual([])
})

it('an empty reply is still an answer', async () => {
  await using bot = await startBot(always({}))
  const { discord, alice } = bot
  expect(textOf(await discord.slash(alice, discord.channel, 'look').replied())).toBe('Done.')
})

it('leaves out files that Discord would not take, and says so', async () => {
  const MiB = 1024 * 1024
  await using bot = await startBot(
    always({
      text: 'here',
      files: [
        file('eleven.png', 'image/png', 11 * MiB),
        file('small.png', 'image/png', 10),
        ...['a', 'b', 'c'].map((name) => file(`${name}.png`, 'image/png', 9 * MiB)),
      ],
    }),
  )
  const { discord, alice } = bot
  const reply = await discord.slash(alice, discord.channel, 'look').replied()
  expect(picturesOf(reply).map(({ filename }) => filename)).toEqual(['small.png', 'a.png', 'b.png'])
  expect(textOf(reply)).toContain('2 files are left out')
  expect(discord.violations).toEqual([])
})

it('shows ten of a dozen pictures', async () => {
  const files = Array.from({ length: 12 }, () => file('same.png', 'image/png'))
  await using bot = await startBot(always({ text: 'many', files }))
  const { discord, alice } = bot
  const reply = await discord.slash(alice, discord.channel, 'look').replied()
  expect(picturesOf(reply)).toHaveLength(10)
  expect(textOf(reply)).toContain('2 files are left out')
})

it('a private reply takes the place of the public promise', async () => {
  await using bot = await startBot(always({ text: 'for you', ephemeral: true }))
  const { discord, alice } = bot
  const interaction = discord.slash(alice, discord.channel, 'look')
  const reply = await interaction.replied()
  expect(textOf(reply)).toBe('for you')
  expect(isEphemeral(reply)).toBe(true)
  expect(interaction.original).toBeUndefined()
})

it('failures are told to the author alone', async () => {
  await using bot = await startBot((_inbound, responder) =>
    responder.fail(new UserInputError('no-image', 'Upload a picture first.')),
  )
  const { discord, alice } = bot
  const reply = await discord.slash(alice, discord.channel, 'look').replied()
  expect(textOf(reply)).toBe('Upload a picture first.')
  expect(isEphemeral(reply)).toBe(true)
})

it('what the handler throws is owned up to, without its words', async () => {
  await using bot = await startBot(async () => {
    throw new Error('secret path /home/x')
  })
  const { discord, alice, log } = bot
  const reply = await discord.slash(alice, discord.channel, 'look').replied()
  expect(textOf(reply)).toContain('Something went wrong on my side')
  expect(log.join('\n')).toContain('a request failed')
  expect(textOf(reply) + log.join()).not.toContain('secret')
})

it('shows progress, without an edit for each step, and never after the answer', async () => {
  const held = gate()
  await using bot = await startBot(async (_inbound, responder) => {
    await responder.progress('Looking at the picture')
    for (let step = 0; step < 100; step++) await responder.progress(`step ${step}`)
    await held.opened
    await responder.reply({ ...nothing, text: 'done' })
    await responder.progress('too late')
    await responder.reply({ ...nothing, text: 'twice' })
  })
  const { discord, alice } = bot
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const interaction = discord.slash(alice, discord.channel, 'look')
  expect(textOf(await interaction.replied())).toBe('Looking at the picture')
  held.open()
  await interaction.replied((message) => textOf(message) === 'done')
  vi.advanceTimersByTime(10_000)
  vi.useRealTimers()
  // Whatever was still to be sent comes before the answer to another.
  await discord.slash(alice, discord.channel, 'look').replied((message) => textOf(message) === 'done')
  expect(textOf(await interaction.replied())).toBe('done')
  const edits = discord.requests.filter((request) =>
    request.startsWith(`PATCH /webhooks/${discord.applicationId}/${interaction.token}`),
  )
  expect(edits).toHaveLength(2)
})
