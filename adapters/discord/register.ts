import { isDeepStrictEqual } from 'node:util'
import { DiscordAPIError, REST, Routes } from 'discord.js'
import { ConfigurationError } from '../../src/errors.js'
import { commandData } from './commands/index.js'
import type { DiscordOptions } from './options.js'
import { restOptions } from './rest.js'
import { nameOf } from './trouble.js'

/** Fields that Discord adds, and those that commands of one community do not have. */
const ADDED = ['id', 'application_id', 'guild_id', 'version', 'dm_permission', 'default_permission']
const GLOBAL_ONLY = ['contexts', 'integration_types']

type Json = Record<string, unknown>

/**
 * Tells Discord which commands there are, everywhere or in one community, if that is not what it knows already.
 * Throws {@link ConfigurationError} where Discord does not allow it.
 */
export async function registerCommands(
  { token, applicationId, api }: Pick<DiscordOptions, 'token' | 'api'> & { applicationId: string },
  guildId?: string,
): Promise<'registered' | 'unchanged'> {
  const rest = new REST(restOptions(api)).setToken(token)
  const route = guildId
    ? Routes.applicationGuildCommands(applicationId, guildId)
    : Routes.applicationCommands(applicationId)
  try {
    const known = (await rest.get(route)) as Json[]
    const wanted = commandData() as unknown as Json[]
    if (isDeepStrictEqual(comparable(known, guildId), comparable(wanted, guildId))) return 'unchanged'
    await rest.put(route, { body: wanted })
    return 'registered'
  } catch (error) {
    throw refused(error)
  }
}

/** Commands as plain data in one order, without what Discord adds and without fields at their defaults. */
function comparable(commands: readonly Json[], guildId: string | undefined): unknown[] {
  const ignored = guildId ? [...ADDED, ...GLOBAL_ONLY] : ADDED
  const kept = (command: Json) => Object.entries(command).filter(([name]) => !ignored.includes(name))
  return commands
    .map((command) => withoutDefaults(Object.fromEntries(kept(command))) as Json)
    .sort((one, other) => String(one.name).localeCompare(String(other.name)))
}

/** Absent, null, false, empty text and an empty list mean the same to Discord. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined && each !== null && each !== false && each !== '')
      .filter(([, each]) => !(Array.isArray(each) && each.length === 0))
      .map(([name, each]) => [name, withoutDefaults(each)]),
  )
}

function refused(error: unknown): ConfigurationError {
  const { status } = error instanceof DiscordAPIError ? error : { status: 0 }
  const advice =
    status === 401
      ? 'Discord does not know this token: check DEIXIS_DISCORD_TOKEN.'
      : status === 403 || status === 404
        ? 'The application id does not belong to this token, or the bot is no member of that community: check DEIXIS_DISCORD_APPLICATION_ID and --guild.'
        : `Discord could not be reached (${nameOf(error)}). Check the network and try again.`
  return new ConfigurationError(advice, { cause: error })
}
