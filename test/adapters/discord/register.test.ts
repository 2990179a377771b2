import { afterEach, beforeEach, expect, it } from 'vitest'
import { registerCommands } from '../../../adapters/discord/register.js'
import { type FakeDiscord, startDiscord } from '../../fakes/discord/server.js'

let discord: FakeDiscord
beforeEach(async () => {
  discord = await startDiscord()
})
afterEach(() => discord.stop())

const writes = () => discord.requests.filter((request) => !request.startsWith('GET'))

it('registers every command, once', async () => {
  expect(await registerCommands(discord)).toBe('registered')
  expect(discord.commands().map(({ type, name }) => `${type} ${name}`)).toEqual([
    '1 segment',
    '1 ask',
    '1 look',
    '1 refine',
    '1 export',
    '1 forget',
    '1 help',
    '3 Segment this ...',
    '3 What is in this?',
  ])
  for (const { contexts, integration_types } of discord.commands()) {
    expect({ contexts, integration_types }).toEqual({ contexts: [0, 1, 2], integration_types: [0, 1] })
  }
  const ids = discord.commands().map(({ id }) => id)
  expect(await registerCommands(discord)).toBe('unchanged')
  expect(writes()).toHaveLength(1)
  expect(discord.commands().map(({ id }) => id)).toEqual(ids)
})

it('registers in one community, where some fields do not exist', async () => {
  expect(await registerCommands(discord, discord.guildId)).toBe('registered')
  expect(await registerCommands(discord, discord.guildId)).toBe('unchanged')
  expect(discord.commands()).toEqual([])
  expect(discord.commands(discord.guildId)).toHaveLength(9)
})

it.each([
  ['a description', (command) => ({ ...command, description: 'other' })],
  ['an option', (command) => ({ ...command, options: command.options?.slice(1) ?? [] })],
  [
    'whether an option is needed',
    (command) => ({
      ...command,
      options: command.options?.map((option) => ({ ...option, required: !option.required })) ?? [],
    }),
  ],
  ['where it can be used', (command) => ({ ...command, contexts: [0] })],
] satisfies [string, (command: FakeCommand) => object][])(
  'writes again where %s has changed',
  async (_what, change) => {
    await registerCommands(discord)
    const [segment] = discord.commands()
    Object.assign(segment as object, change(segment as FakeCommand))
    expect(await registerCommands(discord)).toBe('registered')
    expect(await registerCommands(discord)).toBe('unchanged')
  },
)

it.each([
  ['a wrong token', { token: 'no.such.token' }, undefined, 'DEIXIS_DISCORD_TOKEN'],
  [
    'another application',
    { applicationId: '123456789012345678' },
    undefined,
    'DEIXIS_DISCORD_APPLICATION_ID',
  ],
  ['a community without the bot', {}, '123456789012345678', '--guild'],
])('says what to do about %s', async (_what, wrong, guild, advice) => {
  const { token, applicationId, api } = discord
  await expect(registerCommands({ token, applicationId, api, ...wrong }, guild)).rejects.toMatchObject({
    code: 'bad-configuration',
    message: expect.stringContaining(advice),
  })
})

type FakeCommand = ReturnType<FakeDiscord['commands']>[number]
