import { answer } from '../answer.js'
import type { SlashCommand } from './command.js'
import { privately, slash } from './slash.js'

export const look = {
  data: slash('look', 'Number everything that is in a picture')
    .addAttachmentOption((option) =>
      option.setName('image').setDescription('The picture; without one, the last one'),
    )
    .addBooleanOption(privately),
  run: (bot, interaction) =>
    answer(bot, interaction, {
      command: 'look',
      images: bot.pictures.given(interaction.options.getAttachment('image')),
      isPrivate: interaction.options.getBoolean('private') ?? false,
    }),
} satisfies SlashCommand
