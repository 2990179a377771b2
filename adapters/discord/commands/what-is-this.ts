import { ApplicationCommandType, ContextMenuCommandBuilder } from 'discord.js'
import { answer, tell } from '../answer.js'
import { CONTEXTS, INTEGRATIONS, type MessageCommand } from './command.js'

export const whatIsThis = {
  data: new ContextMenuCommandBuilder()
    .setType(ApplicationCommandType.Message)
    .setName('What is in this?')
    .setIntegrationTypes(INTEGRATIONS)
    .setContexts(CONTEXTS),
  async run(bot, interaction) {
    const images = bot.pictures.of(interaction.targetMessage)
    if (images.length > 0) return await answer(bot, interaction, { command: 'look', images })
    await tell(interaction, 'That message has no picture. Choose one that a picture was uploaded with.')
  },
} satisfies MessageCommand
