import { answer } from '../answer.js'
import type { SlashCommand } from './command.js'
import { slash } from './slash.js'

export const forget = {
  data: slash('forget', 'Delete what is kept of this conversation: words, pictures, regions'),
  run: (bot, interaction) => answer(bot, interaction, { command: 'forget', isPrivate: true }),
} satisfies SlashCommand
