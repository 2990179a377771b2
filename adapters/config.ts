import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { ConfigurationError } from '../src/errors.js'
import type { EngineOptions } from '../src/index.js'
import { type DiscordConfig, type DiscordFlags, discordOptions, resolveDiscord } from './config/discord.js'
import { type HttpConfig, type HttpFlags, resolveHttp } from './config/http.js'
import { keyFor, type ModelFlags, resolveModels } from './config/models.js'
import { isOn } from './config/options.js'
import { resolveServerConfig, type ServerConfig, type ServerFlags } from './config/server.js'
import { resolveStore, type StoreConfig, type StoreFlags } from './config/store.js'

/*
 * Where the environment and the working directory come in, and nowhere else: what config/ resolves, for this process.
 */

export function modelConfig(flags: ModelFlags): EngineOptions {
  return resolveModels(flags, process.env)
}

/** The key for the model server at an address. */
export function modelKey(url: string): string | undefined {
  return keyFor(url, process.env)
}

export function storeConfig(flags: StoreFlags): StoreConfig | undefined {
  return resolveStore(flags, process.env, process.cwd())
}

export function httpConfig(flags: HttpFlags): HttpConfig {
  return resolveHttp(flags, process.env, process.cwd())
}

export function discordConfig(flags: DiscordFlags): DiscordConfig {
  const file = flags.envFile ?? process.env[discordOptions.envFile.env]
  // What is in the environment already wins, as with Node's own --env-file.
  return resolveDiscord(flags, { ...(file && readEnvFile(file)), ...process.env }, process.cwd())
}

function readEnvFile(path: string): NodeJS.ProcessEnv {
  try {
    return parseEnv(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ConfigurationError('--env-file (DEIXIS_ENV_FILE): this file cannot be read.', { cause: error })
  }
}

export function serverConfig(flags: ServerFlags): ServerConfig {
  return resolveServerConfig(flags, process.env, process.cwd())
}

/** Whether errors show where they come from. */
export function debugging(): boolean {
  return isOn(process.env.DEIXIS_DEBUG)
}
