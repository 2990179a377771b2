import { readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join, parse, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { ConfigurationError } from '../src/errors.js'
import type { EngineOptions, StoreOptions } from '../src/index.js'
import { DEFAULT_KEEP_DAYS } from '../src/store/options.js'

/** One row an option: flags, environment and help are all read from here. */
export interface OptionRow {
  readonly flags: string
  readonly env: string
  readonly description: string
  readonly repeatable?: true
  readonly choices?: readonly string[]
}

/** Where conversations are kept. */
export const storeOptions = {
  store: {
    flags: '--store <file>',
    env: 'DEIXIS_STORE',
    description:
      'file that keeps conversations, "none" to keep nothing (default: conversations.db in your data folder)',
  },
  keepDays: {
    flags: '--keep-days <days>',
    env: 'DEIXIS_KEEP_DAYS',
    description: 'how long a conversation that rests is kept (default: 30)',
  },
} as const satisfies Record<string, OptionRow>

/** Where conversations are kept, and for how many days. */
export type StoreConfig = StoreOptions & { readonly maxAgeDays: number }

/** `store: false` is what --no-store gives. */
export type StoreFlags = { store?: string | false; keepDays?: string }

/** Who looks and who thinks. */
export const modelOptions = {
  grounder: {
    flags: '--grounder <model>',
    env: 'DEIXIS_GROUNDER',
    description:
      'who finds what is named: "embedded", or a vision-language model as PROVIDER:MODEL[@URL], such as ollama:qwen3-vl:4b (default: embedded)',
  },
  reasoner: {
    flags: '--reasoner <model>',
    env: 'DEIXIS_REASONER',
    description:
      'who reads what the grammar cannot: "rules" for nobody, or a language model, named as above (default: rules)',
  },
  check: {
    flags: '--check',
    env: 'DEIXIS_CHECK',
    description: "have the grounder's model take a second look at each region that it found",
  },
} as const satisfies Record<string, OptionRow>

export type ModelFlags = { grounder?: string; reasoner?: string; check?: boolean }

/** Flags win over the environment. The key of a model server comes from the environment alone: flags show in process lists. */
export function resolveModels(flags: ModelFlags, env: NodeJS.ProcessEnv): EngineOptions {
  return {
    grounder: flags.grounder ?? (env[modelOptions.grounder.env] || undefined),
    reasoner: flags.reasoner ?? (env[modelOptions.reasoner.env] || undefined),
    check: flags.check ?? isOn(env[modelOptions.check.env]),
    apiKeyFor: (url) => keyFor(url, env),
  }
}

export function modelConfig(flags: ModelFlags): EngineOptions {
  return resolveModels(flags, process.env)
}

/** The key for the model server at an address. */
export function modelKey(url: string): string | undefined {
  return keyFor(url, process.env)
}

/** What belongs to OpenAI goes to nobody else. */
function keyFor(url: string, { DEIXIS_API_KEY, OPENAI_API_KEY }: NodeJS.ProcessEnv): string | undefined {
  return DEIXIS_API_KEY || (new URL(url).host === 'api.openai.com' ? OPENAI_API_KEY || undefined : undefined)
}

/** What a server that reads pictures for others may do. */
export const serverOptions = {
  allowDir: {
    flags: '--allow-dir <folder>',
    env: 'DEIXIS_ALLOW_DIR',
    description: `folder to read pictures from and to export to; repeat it for more, in the environment separate them by "${delimiter}" (default: the working directory)`,
    repeatable: true,
  },
  outputDir: {
    flags: '--output-dir <folder>',
    env: 'DEIXIS_OUTPUT_DIR',
    description: 'where overlays and exports are saved (default: deixis-out in the working directory)',
  },
  imageResponses: {
    flags: '--image-responses <mode>',
    env: 'DEIXIS_IMAGE_RESPONSES',
    description: 'whether results carry a picture, or only its path (default: allow)',
    choices: ['allow', 'omit'],
  },
} as const satisfies Record<string, OptionRow>

export type ServerFlags = { [Name in keyof typeof serverOptions]?: string | string[] } & StoreFlags

export interface ServerConfig {
  /** Readable, besides {@link outputDirectory}. */
  readonly directories: readonly string[]
  readonly outputDirectory: string
  readonly imageResponses: 'allow' | 'omit'
  /** Absent where nothing is kept. */
  readonly store: StoreConfig | undefined
}

/** How much a chat service takes on, from one person and from all together. */
export const chatOptions = {
  authorRate: {
    flags: '--author-rate <n>',
    env: 'DEIXIS_AUTHOR_RATE',
    description: 'requests a minute that one person may make (default: 20)',
  },
  spaceRate: {
    flags: '--space-rate <n>',
    env: 'DEIXIS_SPACE_RATE',
    description: 'requests a minute that all people of one community together may make (default: 120)',
  },
  maxWaiting: {
    flags: '--max-waiting <n>',
    env: 'DEIXIS_MAX_WAITING',
    description: 'requests that may wait in line (default: 200)',
  },
} as const satisfies Record<string, OptionRow>

export type ChatFlags = { [Name in keyof typeof chatOptions]?: string }

/** What `createChatHandler` takes of it. */
export interface ChatConfig {
  readonly limits: { readonly authorPerMinute: number; readonly spacePerMinute: number }
  readonly queue: { readonly maxWaiting: number }
}

/** Flags win over the environment. */
export function resolveChat(flags: ChatFlags, env: NodeJS.ProcessEnv): ChatConfig {
  const count = (name: keyof typeof chatOptions, otherwise: number) =>
    countOf(chatOptions[name], flags[name] || env[chatOptions[name].env], otherwise)
  return {
    limits: { authorPerMinute: count('authorRate', 20), spacePerMinute: count('spaceRate', 120) },
    queue: { maxWaiting: count('maxWaiting', 200) },
  }
}

function countOf({ flags, env }: OptionRow, text: string | undefined, otherwise: number): number {
  if (!text) return otherwise
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new ConfigurationError(
    `${flags.split(' ')[0]} (${env}): expected a whole number, such as ${otherwise}.`,
  )
}

/** Flags win over the environment; relative folders are taken from `cwd`. */
export function resolveServerConfig(flags: ServerFlags, env: NodeJS.ProcessEnv, cwd: string): ServerConfig {
  // Desktop assistants start servers in "/": that must not open the whole disk.
  const atRoot = cwd === parse(cwd).root
  const [outputDir] = valuesOf('outputDir', flags, env)
  const directories = valuesOf('allowDir', flags, env)
  const [imageResponses = 'allow'] = valuesOf('imageResponses', flags, env)
  if (imageResponses !== 'allow' && imageResponses !== 'omit') {
    throw new ConfigurationError('--image-responses (DEIXIS_IMAGE_RESPONSES): expected "allow" or "omit".')
  }
  return {
    directories: directories.length > 0 ? directories.map((each) => resolve(cwd, each)) : atRoot ? [] : [cwd],
    outputDirectory:
      outputDir === undefined ? join(atRoot ? tmpdir() : cwd, 'deixis-out') : resolve(cwd, outputDir),
    imageResponses,
    store: resolveStore(flags, env, cwd),
  }
}

/** Flags win over the environment; a relative file is taken from `cwd`, the default from the platform's data folder. */
export function resolveStore(
  flags: StoreFlags,
  env: NodeJS.ProcessEnv,
  cwd: string,
): StoreConfig | undefined {
  const store = flags.store ?? env[storeOptions.store.env]
  const days = flags.keepDays ?? env[storeOptions.keepDays.env]
  const maxAgeDays = days ? Number(days) : DEFAULT_KEEP_DAYS
  if (!(maxAgeDays > 0)) {
    throw new ConfigurationError('--keep-days (DEIXIS_KEEP_DAYS): expected a number of days, such as 30.')
  }
  if (store === false || store === 'none') return undefined
  return { path: store ? resolve(cwd, store) : join(dataFolder(env), 'conversations.db'), maxAgeDays }
}

export function storeConfig(flags: StoreFlags): StoreConfig | undefined {
  return resolveStore(flags, process.env, process.cwd())
}

/** Where applications keep what belongs to an account. */
function dataFolder(env: NodeJS.ProcessEnv, platform = process.platform): string {
  switch (platform) {
    case 'win32':
      return join(env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'deixis')
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'deixis')
    default:
      return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'deixis')
  }
}

/** What a server that others reach over the network needs. Its tokens come from the environment or a file: flags show in process lists. */
export const httpOptions = {
  ...serverOptions,
  allowDir: {
    ...serverOptions.allowDir,
    description: `folder of this machine that clients may open pictures from, by path; repeat it for more, in the environment separate them by "${delimiter}" (default: none)`,
  },
  port: {
    flags: '--port <port>',
    env: 'DEIXIS_PORT',
    description: 'port to listen on, 0 for any that is free (default: 3333)',
  },
  host: {
    flags: '--host <address>',
    env: 'DEIXIS_HOST',
    description:
      'address to listen on; any but that of this machine alone needs a token (default: 127.0.0.1)',
  },
  tokenFile: {
    flags: '--token-file <file>',
    env: 'DEIXIS_TOKEN_FILE',
    description:
      'file of bearer tokens, one a line and one a person; DEIXIS_TOKEN has them too, separated by spaces',
  },
  publicUrl: {
    flags: '--public-url <url>',
    env: 'DEIXIS_PUBLIC_URL',
    description: 'address that clients reach this server at, if a proxy stands before it',
  },
  allowHost: {
    flags: '--allow-host <name>',
    env: 'DEIXIS_ALLOW_HOST',
    description:
      'name that clients may call this server by, besides localhost and addresses; repeat it for more, in the environment separate them by spaces',
    repeatable: true,
  },
  allowOrigin: {
    flags: '--allow-origin <origin>',
    env: 'DEIXIS_ALLOW_ORIGIN',
    description:
      'origin of web pages that may use this server, such as https://example.org; repeat it for more, in the environment separate them by spaces',
    repeatable: true,
  },
  rate: {
    flags: '--rate <n>',
    env: 'DEIXIS_RATE',
    description: 'requests a minute that one token, or one address without tokens, may make (default: 600)',
  },
  maxSessions: {
    flags: '--max-sessions <n>',
    env: 'DEIXIS_MAX_SESSIONS',
    description: 'MCP sessions that may be open at once (default: 100)',
  },
  sessionMinutes: {
    flags: '--session-minutes <n>',
    env: 'DEIXIS_SESSION_MINUTES',
    description: 'how long an MCP session that rests stays open (default: 30)',
  },
} as const satisfies Record<string, OptionRow>

export type HttpFlags = { [Name in keyof typeof httpOptions]?: string | string[] } & StoreFlags

export interface HttpConfig extends ServerConfig {
  readonly port: number
  readonly host: string
  /** Bearer tokens, one a person; none where everybody who reaches the port may use it. */
  readonly tokens: readonly string[]
  /** Without a slash at its end. */
  readonly publicUrl: string | undefined
  /** Lower case, without a port. */
  readonly allowedHosts: readonly string[]
  readonly allowedOrigins: readonly string[]
  readonly requestsPerMinute: number
  readonly maxSessions: number
  readonly sessionMinutes: number
}

/** Flags win over the environment. Throws {@link ConfigurationError} for what is wrong, or not safe. */
export function resolveHttp(flags: HttpFlags, env: NodeJS.ProcessEnv, cwd: string): HttpConfig {
  const one = (name: keyof typeof httpOptions) =>
    [flags[name] ?? env[httpOptions[name].env] ?? []].flat()[0] || undefined
  const host = one('host') ?? '127.0.0.1'
  const tokens = tokensFrom(env.DEIXIS_TOKEN, one('tokenFile'))
  if (tokens.length === 0 && !isLoopback(host)) {
    throw new ConfigurationError(
      `--host (DEIXIS_HOST): others could reach this address, so a token is needed. Put one in DEIXIS_TOKEN or in a file for --token-file, or leave --host out. "openssl rand -hex 32" makes one.`,
    )
  }
  const publicUrl = one('publicUrl')
  if (publicUrl !== undefined && !/^https?:$/.test(urlOf(publicUrl)?.protocol ?? '')) {
    throw new ConfigurationError(
      '--public-url (DEIXIS_PUBLIC_URL): expected an address such as https://deixis.example.org.',
    )
  }
  const allowedOrigins = several('allowOrigin', flags, env)
  if (!allowedOrigins.every((origin) => urlOf(origin)?.origin === origin)) {
    throw new ConfigurationError(
      '--allow-origin (DEIXIS_ALLOW_ORIGIN): expected origins such as https://example.org, without a path.',
    )
  }
  return {
    ...resolveServerConfig(flags, env, cwd),
    directories: valuesOf('allowDir', flags, env).map((each) => resolve(cwd, each)),
    port: one('port') === '0' ? 0 : countOf(httpOptions.port, one('port'), 3333),
    host,
    tokens,
    publicUrl: publicUrl?.replace(/\/+$/, ''),
    allowedHosts: several('allowHost', flags, env).map((name) => name.toLowerCase()),
    allowedOrigins,
    requestsPerMinute: countOf(httpOptions.rate, one('rate'), 600),
    maxSessions: countOf(httpOptions.maxSessions, one('maxSessions'), 100),
    sessionMinutes: countOf(httpOptions.sessionMinutes, one('sessionMinutes'), 30),
  }
}

export function httpConfig(flags: HttpFlags): HttpConfig {
  return resolveHttp(flags, process.env, process.cwd())
}

/** Shorter ones can be guessed. */
const MIN_TOKEN = 16

function tokensFrom(text: string | undefined, file: string | undefined): string[] {
  const lines = file === undefined ? [] : readTokenFile(file).split(/\r?\n/)
  const tokens = [text ?? '', ...lines.filter((line) => !line.startsWith('#'))]
    .flatMap((line) => line.split(/\s+/))
    .filter((token) => token !== '')
  if (tokens.every((token) => token.length >= MIN_TOKEN && /^[\x21-\x7e]+$/.test(token))) {
    return [...new Set(tokens)]
  }
  throw new ConfigurationError(
    `DEIXIS_TOKEN, --token-file: a token has at least ${MIN_TOKEN} letters, digits or signs. "openssl rand -hex 32" makes one.`,
  )
}

function readTokenFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigurationError('--token-file (DEIXIS_TOKEN_FILE): this file cannot be read.', {
      cause: error,
    })
  }
}

/** Whether only this machine reaches an address. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

function several(name: 'allowHost' | 'allowOrigin', flags: HttpFlags, env: NodeJS.ProcessEnv): string[] {
  const value = flags[name] ?? env[httpOptions[name].env]?.split(/\s+/) ?? []
  return [value].flat().filter((each) => each !== '')
}

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

function isOn(value: string | undefined): boolean {
  return !['', '0', undefined].includes(value)
}

/** An empty value counts as absent: hosts fill unset fields of their forms with it. */
function valuesOf(name: keyof typeof serverOptions, flags: ServerFlags, env: NodeJS.ProcessEnv): string[] {
  const row: OptionRow = serverOptions[name]
  const value = flags[name] ?? (row.repeatable ? env[row.env]?.split(delimiter) : env[row.env])
  return [value ?? []].flat().filter((each) => each !== '')
}
