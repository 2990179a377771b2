import type { RESTPostAPIApplicationCommandsJSONBody } from 'discord.js'
import { ask } from './ask.js'
import type { MessageCommand, SlashCommand } from './command.js'
import { exportRegions } from './export.js'
import { forget } from './forget.js'
import { help } from './help.js'
import { look } from './look.js'
import { refine } from './refine.js'
import { segment } from './segment.js'
import { segmentThis } from './segment-this.js'
import { whatIsThis } from './what-is-this.js'

export const slashCommands: readonly SlashCommand[] = [
  segment,
  ask,
  look,
  refine,
  exportRegions,
  forget,
  help,
]

export const messageCommands: readonly MessageCommand[] = [segmentThis, whatIsThis]

/** What Discord is told about all of them. */
export function commandData(): RESTPostAPIApplicationCommandsJSONBody[] {
  return [...slashCommands, ...messageCommands].map(({ data }) => data.toJSON())
}
