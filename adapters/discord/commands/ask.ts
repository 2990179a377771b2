import { answer } from '../answer.js'
import type { SlashCommand } from './command.js'
import { privately, slash } from './slash.js'

export const ask = {
  data: slash('ask', 'Ask about a picture, or go on about the last one')
    .addStringOption((option) =>
      option
        .setName('question')
        .setDescription('Such as "which cups can be taken without moving others?" or "only the left one"')
        .setMaxLength(500)
        .setRequired(true),
    )
    .addAttachmentOption((option) => option.setName('image').setDescription('A new picture'))
    .addBooleanOption(privately),
  run: (bot, interaction) =>
    answer(bot, interaction, {
      command: 'ask',
      text: interaction.options.getString('question', true),
      images: bot.pictures.given(interaction.options.getAttachment('image')),
      isPrivate: interaction.options.getBoolean('private') ?? false,
    }),
} satisfies SlashCommand
