import { Events } from 'discord.js'
import { nameOf } from '../trouble.js'
import type { BotEvent } from './event.js'

/** Trouble with the connection, which discord.js mends itself; unheard, it would end the process. */
export const error = {
  name: Events.Error,
  async run(bot, cause) {
    bot.log(`trouble with Discord: ${nameOf(cause)}`)
  },
} satisfies BotEvent<Events.Error>
