import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, resolve } from 'node:path'
import { ConfigurationError } from '../../src/errors.js'
import { countOf, type OptionRow } from './options.js'
import { resolveServerConfig, type ServerConfig, serverOptions, valuesOf } from './server.js'
import type { StoreFlags } from './store.js'

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
  workers: {
    flags: '--workers <n>',
    env: 'DEIXIS_WORKERS',
    description:
      'worker threads of the engine, so many pictures are looked at side by side (default: one for each four cores, 1 to 4)',
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
  readonly workers: number
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
    workers: countOf(httpOptions.workers, one('workers'), usualWorkers()),
  }
}

/**
 * One run uses four cores at most. On two cores a second worker gives eight callers a tenth more answers and makes one who
 * is alone wait a third longer (`npm run bench`).
 */
function usualWorkers(): number {
  return Math.min(4, Math.max(1, Math.floor(availableParallelism() / 4)))
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
