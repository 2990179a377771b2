import { describe, expect, it } from 'vitest'
import { discordOptions, resolveDiscord } from '../../../adapters/config/discord.js'

const TOKEN = { DEIXIS_DISCORD_TOKEN: 'a.b.c' }

describe('resolveDiscord()', () => {
  it('needs a token, and nothing else to serve', () => {
    expect(() => resolveDiscord({}, {}, '/')).toThrow('DEIXIS_DISCORD_TOKEN')
    expect(() => resolveDiscord({}, { DEIXIS_DISCORD_TOKEN: '' }, '/')).toThrow('DEIXIS_DISCORD_TOKEN')
    expect(resolveDiscord({ store: false }, TOKEN, '/')).toMatchObject({
      token: 'a.b.c',
      applicationId: undefined,
      messageContent: false,
      api: undefined,
      guildId: undefined,
      store: undefined,
      chat: { limits: { authorPerMinute: 20 } },
    })
  })

  it('takes the environment, and flags before the environment', () => {
    const env = {
      ...TOKEN,
      DEIXIS_DISCORD_APPLICATION_ID: '111111111111111111',
      DEIXIS_DISCORD_MESSAGE_CONTENT: '1',
      DEIXIS_DISCORD_API: 'http://127.0.0.1:1/api',
      DEIXIS_DISCORD_GUILD: '222222222222222222',
      DEIXIS_STORE: 'talk.db',
      DEIXIS_AUTHOR_RATE: '5',
    }
    expect(resolveDiscord({}, env, '/home/me')).toMatchObject({
      applicationId: '111111111111111111',
      messageContent: true,
      api: 'http://127.0.0.1:1/api',
      guildId: '222222222222222222',
      store: { path: '/home/me/talk.db' },
      chat: { limits: { authorPerMinute: 5 } },
    })
    const flags = {
      applicationId: '333333333333333333',
      api: 'http://127.0.0.1:2/api',
      guild: '444444444444444444',
    }
    expect(resolveDiscord(flags, env, '/home/me')).toMatchObject({
      applicationId: '333333333333333333',
      api: 'http://127.0.0.1:2/api',
      guildId: '444444444444444444',
    })
  })

  it.each([
    ['--application-id', { applicationId: 'deixis' }],
    ['--guild', { guild: '12' }],
    ['--api', { api: 'discord' }],
  ])('names the option that is wrong: %s', (name, flags) => {
    expect(() => resolveDiscord(flags, TOKEN, '/')).toThrow(name)
  })

  it('takes the token from no flag: flags show in process lists', () => {
    expect(Object.values(discordOptions).map(({ flags }) => flags)).not.toContainEqual(
      expect.stringContaining('token'),
    )
  })
})
