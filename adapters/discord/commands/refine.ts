import { answer } from '../answer.js'
import type { SlashCommand } from './command.js'
import { given } from './given.js'
import { slash } from './slash.js'

export const refine = {
  data: slash('refine', 'Correct the outline of a region')
    .addStringOption((option) =>
      option
        .setName('action')
        .setDescription('What to do')
        .setRequired(true)
        .addChoices(
          { name: 'Fit the outline to the picture', value: 'redraw' },
          { name: 'Grow', value: 'grow' },
          { name: 'Shrink', value: 'shrink' },
          { name: 'Fill holes', value: 'fill-holes' },
          { name: 'Join with other regions', value: 'union' },
          { name: 'Take other regions away', value: 'subtract' },
          { name: 'Keep what other regions cover', value: 'intersect' },
        ),
    )
    .addStringOption((option) =>
      option.setName('region').setDescription('Its id, such as r3; without one, what was found last'),
    )
    .addIntegerOption((option) =>
      option.setName('pixels').setDescription('How far to grow or shrink').setMinValue(1).setMaxValue(100),
    )
    .addStringOption((option) =>
      option.setName('regions').setDescription('The other regions, such as "r2 r5"'),
    ),
  run: (bot, interaction) =>
    answer(bot, interaction, {
      command: 'refine',
      options: given(interaction, 'action', 'region', 'pixels', 'regions'),
    }),
} satisfies SlashCommand
