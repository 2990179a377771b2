import { expect, it } from 'vitest'
import type { OfferedAction } from '../../../adapters/chat.js'
import { buttonsOf, menusOf, textOf } from '../../fakes/discord/read.js'
import { isEphemeral } from '../../fakes/discord/world.js'
import { always, echo, nothing, startBot } from './start-bot.js'

const regions = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ value: `r${index + 1}`, label: `${index + 1} cup` }))

const actions: OfferedAction[] = [
  { name: 'why', label: 'Why?' },
  { name: 'undo', label: 'Undo' },
  { name: 'redo', label: 'Redo' },
  { name: 'cutout', label: 'Cut out' },
  { name: 'only', label: 'Only …', choices: regions(3) },
  { name: 'export', label: 'Export as …', choices: [{ value: 'coco', label: 'COCO', description: 'JSON' }] },
]

/** Answers commands with everything that can be offered, and presses with what was pressed. */
async function startOffering(discord?: Parameters<typeof startBot>[1]) {
  const { handler, seen } = echo()
  const bot = await startBot(
    async (inbound, responder) =>
      inbound.action
        ? handler(inbound, responder)
        : responder.reply({ ...nothing, text: 'found', actions, ephemeral: inbound.text === 'quietly' }),
    discord,
  )
  return { ...bot, seen, [Symbol.asyncDispose]: () => bot[Symbol.asyncDispose]() }
}

it('buttons and menus are shown and can be used', async () => {
  await using bot = await startOffering()
  const { discord, alice, seen } = bot
  const answer = await discord.slash(alice, discord.channel, 'look').replied()
  expect(buttonsOf(answer)).toEqual(['Why?', 'Undo', 'Redo', 'Cut out'])
  expect(
    menusOf(answer).map(({ placeholder, min_values, max_values }) => [placeholder, min_values, max_values]),
  ).toEqual([
    ['Only …', 1, 3],
    ['Export as …', 1, 1],
  ])

  const undo = await discord.press(alice, answer, 'Undo').replied()
  expect(textOf(undo)).toBe('undo')
  expect(undo.id).not.toBe(answer.id)
  expect(textOf(answer)).toContain('found')

  await discord.choose(alice, answer, ['1 cup', 'r3']).replied()
  await discord.choose(alice, answer, ['coco']).replied()
  expect(seen.map(({ action }) => action)).toEqual([
    { name: 'undo', values: [] },
    { name: 'only', values: ['r1', 'r3'] },
    { name: 'export', values: ['coco'] },
  ])
  expect(new Set(seen.map(({ conversationId }) => conversationId))).toEqual(
    new Set([`discord:${discord.channel.id}:${alice.id}`]),
  )
  expect(discord.violations).toEqual([])
})

it('"why" is explained to the one who asks, and so is all that follows on a private answer', async () => {
  await using bot = await startOffering()
  const { discord, alice } = bot
  const open = await discord.slash(alice, discord.channel, 'look').replied()
  expect(isEphemeral(await discord.press(alice, open, 'Why?').replied())).toBe(true)
  expect(isEphemeral(await discord.press(alice, open, 'Undo').replied())).toBe(false)
  const hidden = await discord.slash(alice, discord.channel, 'look', { private: true }).replied()
  expect(isEphemeral(await discord.press(alice, hidden, 'Undo').replied())).toBe(true)
})

it("nobody acts on somebody else's conversation in a channel", async () => {
  await using bot = await startOffering()
  const { discord, alice, seen } = bot
  const answer = await discord.slash(alice, discord.channel, 'look').replied()
  const refusal = await discord.press(discord.user('bob'), answer, 'Undo').replied()
  expect(textOf(refusal)).toContain("somebody else's conversation")
  expect(isEphemeral(refusal)).toBe(true)
  expect(seen).toEqual([])
})

it('everybody acts on the conversation of a thread', async () => {
  await using bot = await startOffering()
  const { discord, alice, seen } = bot
  const thread = discord.thread('cups')
  const answer = await discord.slash(alice, thread, 'look').replied()
  expect(textOf(await discord.press(discord.user('bob'), answer, 'Undo').replied())).toBe('undo')
  expect(seen).toMatchObject([{ conversationId: `discord:${thread.id}`, author: { name: 'bob' } }])
})

it('buttons outlive the bot', async () => {
  await using bot = await startOffering()
  const { discord, alice } = bot
  const answer = await discord.slash(alice, discord.channel, 'look').replied()
  await bot.adapter.stop()
  await using again = await startOffering({ discord })
  expect(textOf(await discord.press(alice, answer, 'Undo').replied())).toBe('undo')
  expect(again.seen).toMatchObject([{ conversationId: `discord:${discord.channel.id}:${alice.id}` }])
  expect(discord.logins.identified).toBe(2)
})

it('buttons of another version are refused politely', async () => {
  await using bot = await startOffering()
  const { discord, alice, seen } = bot
  const answer = await discord.slash(alice, discord.channel, 'look').replied()
  const [container] = answer.components
  for (const row of container?.components ?? []) {
    for (const part of row.components ?? []) part.custom_id &&= part.custom_id.replace('v1:', 'v0:')
  }
  const refusal = await discord.press(alice, answer, 'Undo').replied()
  expect(textOf(refusal)).toContain('older version')
  expect(isEphemeral(refusal)).toBe(true)
  expect(seen).toEqual([])
})

it('a menu shows 25 regions and says how many more there are', async () => {
  await using bot = await startBot(
    always({ text: 'many', actions: [{ name: 'only', label: 'Only …', choices: regions(40) }] }),
  )
  const { discord, alice } = bot
  const [menu] = menusOf(await discord.slash(alice, discord.channel, 'look').replied())
  expect(menu?.options).toHaveLength(25)
  expect(menu?.placeholder).toBe('Only … (15 more: name them in words)')
})

it('a menu without choices is left out', async () => {
  await using bot = await startBot(
    always({ text: 'none', actions: [{ name: 'only', label: 'Only …', choices: [] }] }),
  )
  const { discord, alice } = bot
  expect(menusOf(await discord.slash(alice, discord.channel, 'look').replied())).toEqual([])
})
