import { tmpdir } from 'node:os'
import { delimiter, join, parse, resolve } from 'node:path'
import { ConfigurationError } from '../../src/errors.js'
import type { OptionRow } from './options.js'
import { resolveStore, type StoreConfig, type StoreFlags } from './store.js'

/** What a server that reads pictures for others may do. */
export const serverOptions = {
  allowDir: {
    flags: '--allow-dir <folder...>',
    env: 'DEIXIS_ALLOW_DIR',
    description: `folders to read pictures from and to export to; in the environment separate them by "${delimiter}" (default: the working directory)`,
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

/** An empty value counts as absent: hosts fill unset fields of their forms with it. */
export function valuesOf(
  name: keyof typeof serverOptions,
  flags: ServerFlags,
  env: NodeJS.ProcessEnv,
): string[] {
  const row: OptionRow = serverOptions[name]
  const value = flags[name] ?? (row.repeatable ? env[row.env]?.split(delimiter) : env[row.env])
  return [value ?? []].flat().filter((each) => each !== '')
}
