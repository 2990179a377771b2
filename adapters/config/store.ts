import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { ConfigurationError } from '../../src/errors.js'
import type { StoreOptions } from '../../src/index.js'
import { DEFAULT_KEEP_DAYS } from '../../src/store/options.js'
import type { OptionRow } from './options.js'

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
