import type { Client, ClientEvents } from 'discord.js'
import type { Bot } from '../bot.js'
import { nameOf } from '../trouble.js'
import { clientReady } from './client-ready.js'
import { error } from './error.js'
import type { BotEvent } from './event.js'
import { interactionCreate } from './interaction-create.js'
import { messageCreate } from './message-create.js'

/** Has the bot hear of everything that it reacts to. `track` is told of each reaction, which never rejects. */
export function listen(client: Client, bot: Bot, track: (reaction: Promise<void>) => void): void {
  function on<Name extends keyof ClientEvents>({ name, run }: BotEvent<Name>) {
    client.on(name, (...told) => {
      track(run(bot, ...told).catch((cause) => bot.log(`${name} failed: ${nameOf(cause)}`)))
    })
  }
  on(clientReady)
  on(error)
  on(interactionCreate)
  on(messageCreate)
}
