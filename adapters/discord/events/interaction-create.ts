import { Events } from 'discord.js'
import { tell } from '../answer.js'
import type { Bot } from '../bot.js'
import type { Command } from '../commands/command.js'
import { messageCommands, slashCommands } from '../commands/index.js'
import { segmentTyped } from '../commands/segment-this.js'
import { useComponent } from '../component.js'
import type { Answerable } from '../interaction-responder.js'
import type { BotEvent } from './event.js'

/** Commands, menu entries, modals, buttons and menus. */
export const interactionCreate = {
  name: Events.InteractionCreate,
  async run(bot, interaction) {
    if (interaction.isChatInputCommand()) await runCommand(slashCommands, bot, interaction)
    else if (interaction.isMessageContextMenuCommand()) await runCommand(messageCommands, bot, interaction)
    else if (interaction.isModalSubmit()) await segmentTyped(bot, interaction)
    else if (interaction.isMessageComponent()) await useComponent(bot, interaction)
  },
} satisfies BotEvent<Events.InteractionCreate>

async function runCommand<Interaction extends Answerable & { readonly commandName: string }>(
  commands: readonly Command<Interaction>[],
  bot: Bot,
  interaction: Interaction,
): Promise<void> {
  const command = commands.find(({ data }) => data.name === interaction.commandName)
  if (command) return await command.run(bot, interaction)
  // Discord offers what was registered last, which may be older than this.
  await tell(interaction, 'I do not know this command any more. /help says what there is.')
}
