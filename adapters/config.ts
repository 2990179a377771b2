import { homedir, tmpdir } from 'node:os'
import { delimiter, join, parse, resolve } from 'node:path'
import { ConfigurationError } from '../src/errors.js'
import type { StoreOptions } from '../src/index.js'

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

/** `store: false` is what --no-store gives. */
export type StoreFlags = { store?: string | false; keepDays?: string }

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
  readonly store: StoreOptions | undefined
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
): StoreOptions | undefined {
  const store = flags.store ?? env[storeOptions.store.env]
  const days = flags.keepDays ?? env[storeOptions.keepDays.env]
  const maxAgeDays = days ? Number(days) : undefined
  if (maxAgeDays !== undefined && !(maxAgeDays > 0)) {
    throw new ConfigurationError('--keep-days (DEIXIS_KEEP_DAYS): expected a number of days, such as 30.')
  }
  if (store === false || store === 'none') return undefined
  return { path: store ? resolve(cwd, store) : join(dataFolder(env), 'conversations.db'), maxAgeDays }
}

export function storeConfig(flags: StoreFlags): StoreOptions | undefined {
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

export function serverConfig(flags: ServerFlags): ServerConfig {
  return resolveServerConfig(flags, process.env, process.cwd())
}

/** Whether errors show where they come from. */
export function debugging(): boolean {
  return !['', '0', undefined].includes(process.env.DEIXIS_DEBUG)
}

/** An empty value counts as absent: hosts fill unset fields of their forms with it. */
function valuesOf(name: keyof typeof serverOptions, flags: ServerFlags, env: NodeJS.ProcessEnv): string[] {
  const row: OptionRow = serverOptions[name]
  const value = flags[name] ?? (row.repeatable ? env[row.env]?.split(delimiter) : env[row.env])
  return [value ?? []].flat().filter((each) => each !== '')
}
