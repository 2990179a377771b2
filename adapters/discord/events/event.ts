import type { ClientEvents } from 'discord.js'
import type { Bot } from '../bot.js'

/** What the bot does when Discord tells it something. What it rejects with is logged. */
export interface BotEvent<Name extends keyof ClientEvents> {
  readonly name: Name
  run(bot: Bot, ...told: ClientEvents[Name]): Promise<void>
}
