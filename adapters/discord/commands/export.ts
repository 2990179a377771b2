import { formatNames } from '../../../tools/formats.js'
import { answer } from '../answer.js'
import type { SlashCommand } from './command.js'
import { given } from './given.js'
import { privately, slash } from './slash.js'

export const exportRegions = {
  data: slash('export', 'Get what was found as a file')
    .addStringOption((option) =>
      option
        .setName('format')
        .setDescription('What kind of file')
        .setRequired(true)
        .addChoices(formatNames.map((value) => ({ name: value, value }))),
    )
    .addStringOption((option) =>
      option.setName('regions').setDescription('Such as "r2 r5"; without them, what was found last'),
    )
    .addBooleanOption(privately),
  run: (bot, interaction) =>
    answer(bot, interaction, {
      command: 'export',
      options: given(interaction, 'format', 'regions'),
      isPrivate: interaction.options.getBoolean('private') ?? false,
    }),
} satisfies SlashCommand
