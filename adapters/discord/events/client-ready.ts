import { Events } from 'discord.js'
import type { BotEvent } from './event.js'

export const clientReady = {
  name: Events.ClientReady,
  async run(bot, { guilds }) {
    bot.log(`connected to Discord, a member of ${guilds.cache.size} communities`)
  },
} satisfies BotEvent<Events.ClientReady>
