import type {
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js'
import { InteractionContextType as Context, ApplicationIntegrationType as Integration } from 'discord.js'
import type { Bot } from '../bot.js'

export interface Command<Interaction> {
  /** What Discord is told about it. */
  readonly data: { readonly name: string; toJSON(): RESTPostAPIApplicationCommandsJSONBody }
  run(bot: Bot, interaction: Interaction): Promise<void>
}

/** Typed after a slash. */
export type SlashCommand = Command<ChatInputCommandInteraction>

/** An entry in the menu of a message. */
export type MessageCommand = Command<MessageContextMenuCommandInteraction>

/** Commands work wherever people are: for a whole community or one user, in channels and in direct talk. */
export const INTEGRATIONS = [Integration.GuildInstall, Integration.UserInstall]
export const CONTEXTS = [Context.Guild, Context.BotDM, Context.PrivateChannel]
