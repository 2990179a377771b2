import { answer } from '../answer.js'
import type { SlashCommand } from './command.js'
import { privately, slash } from './slash.js'

export const segment = {
  data: slash('segment', 'Find what words point at in a picture')
    .addAttachmentOption((option) => option.setName('image').setDescription('The picture').setRequired(true))
    .addStringOption((option) =>
      option
        .setName('words')
        .setDescription('Such as "the red car on the left"')
        .setMaxLength(500)
        .setRequired(true),
    )
    .addBooleanOption(privately),
  run: (bot, interaction) =>
    answer(bot, interaction, {
      command: 'segment',
      text: interaction.options.getString('words', true),
      images: bot.pictures.given(interaction.options.getAttachment('image', true)),
      isPrivate: interaction.options.getBoolean('private') ?? false,
    }),
} satisfies SlashCommand
