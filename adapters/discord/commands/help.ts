import { answer } from '../answer.js'
import type { SlashCommand } from './command.js'
import { slash } from './slash.js'

export const help = {
  data: slash('help', 'What can be asked, and what is kept'),
  run: (bot, interaction) => answer(bot, interaction, { command: 'help', isPrivate: true }),
} satisfies SlashCommand
