import { type SlashCommandBooleanOption, SlashCommandBuilder } from 'discord.js'
import { CONTEXTS, INTEGRATIONS } from './command.js'

export function slash(name: string, description: string): SlashCommandBuilder {
  return new SlashCommandBuilder()
    .setName(name)
    .setDescription(description)
    .setIntegrationTypes(INTEGRATIONS)
    .setContexts(CONTEXTS)
}

/** Shared by the commands whose answers others may not need to see. */
export function privately(option: SlashCommandBooleanOption): SlashCommandBooleanOption {
  return option.setName('private').setDescription('Only you see the answer')
}
