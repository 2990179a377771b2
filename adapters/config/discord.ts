import { ConfigurationError } from '../../src/errors.js'
import type { EngineOptions } from '../../src/index.js'
import { type ChatConfig, type ChatFlags, resolveChat } from './chat.js'
import { type ModelFlags, resolveModels } from './models.js'
import { isOn, type OptionRow } from './options.js'
import { resolveStore, type StoreConfig, type StoreFlags } from './store.js'

/** What a bot on Discord needs. Its token comes from the environment alone: flags show in process lists. */
export const discordOptions = {
  envFile: {
    flags: '--env-file <file>',
    env: 'DEIXIS_ENV_FILE',
    description:
      'file of NAME=value lines for what the environment does not have, such as DEIXIS_DISCORD_TOKEN=...',
  },
  applicationId: {
    flags: '--application-id <id>',
    env: 'DEIXIS_DISCORD_APPLICATION_ID',
    description: 'id of the application, from the developer portal; needed to register commands',
  },
  messageContent: {
    flags: '--message-content',
    env: 'DEIXIS_DISCORD_MESSAGE_CONTENT',
    description: 'also read messages that do not mention the bot; needs the privileged intent',
  },
  api: {
    flags: '--api <url>',
    env: 'DEIXIS_DISCORD_API',
    description: "where Discord's API is; for tests",
  },
} as const satisfies Record<string, OptionRow>

export const discordRegisterOptions = {
  guild: {
    flags: '--guild <id>',
    env: 'DEIXIS_DISCORD_GUILD',
    description: 'register in this community alone, where changes show at once (default: everywhere)',
  },
} as const satisfies Record<string, OptionRow>

export type DiscordFlags = StoreFlags &
  ModelFlags &
  ChatFlags & {
    envFile?: string
    applicationId?: string
    messageContent?: boolean
    api?: string
    guild?: string
  }

export interface DiscordConfig {
  readonly token: string
  readonly applicationId: string | undefined
  readonly messageContent: boolean
  readonly api: string | undefined
  /** Where commands are registered; everywhere without it. */
  readonly guildId: string | undefined
  readonly store: StoreConfig | undefined
  readonly models: EngineOptions
  readonly chat: ChatConfig
}

/** Flags win over the environment. Throws {@link ConfigurationError} for what is missing or is no id or address. */
export function resolveDiscord(flags: DiscordFlags, env: NodeJS.ProcessEnv, cwd: string): DiscordConfig {
  const token = env.DEIXIS_DISCORD_TOKEN
  if (!token) {
    throw new ConfigurationError(
      'The bot has no token. Put it in DEIXIS_DISCORD_TOKEN, or in a file for --env-file: docs/discord.md says where to get one.',
    )
  }
  const api = flags.api ?? (env[discordOptions.api.env] || undefined)
  if (api !== undefined && !URL.canParse(api)) {
    throw new ConfigurationError(
      '--api (DEIXIS_DISCORD_API): expected an address such as https://discord.com/api.',
    )
  }
  return {
    token,
    applicationId: snowflake(flags.applicationId, discordOptions.applicationId, env),
    messageContent: flags.messageContent ?? isOn(env[discordOptions.messageContent.env]),
    api,
    guildId: snowflake(flags.guild, discordRegisterOptions.guild, env),
    store: resolveStore(flags, env, cwd),
    models: resolveModels(flags, env),
    chat: resolveChat(flags, env),
  }
}

function snowflake(flag: string | undefined, row: OptionRow, env: NodeJS.ProcessEnv): string | undefined {
  const id = flag ?? (env[row.env] || undefined)
  if (id === undefined || /^\d{17,20}$/.test(id)) return id
  const [name] = row.flags.split(' ')
  throw new ConfigurationError(
    `${name} (${row.env}): expected an id of 17 to 20 digits. Discord's developer mode copies it.`,
  )
}
