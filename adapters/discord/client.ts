import { Client, GatewayIntentBits, Options, Partials } from 'discord.js'
import type { DiscordOptions } from './options.js'
import { restOptions } from './rest.js'

export function createClient({ api, messageContent = false }: DiscordOptions): Client {
  return new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(messageContent ? [GatewayIntentBits.MessageContent] : []),
    ],
    // Direct talks are not announced before their first message.
    partials: [Partials.Channel],
    // Answers repeat words that people chose: they must never ping anybody.
    allowedMentions: { parse: [], repliedUser: false },
    failIfNotExists: false,
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      // What people write is not kept.
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
    }),
    rest: restOptions(api),
  })
}
