import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConfigurationError } from '../../src/errors.js'
import type { Deixis } from '../../src/index.js'
import type { HttpConfig } from '../config/http.js'
import { sessionOpener } from '../mcp/session.js'
import { createApp } from './app.js'
import { createSessions } from './sessions.js'

const MAX_HEADER_BYTES = 16 * 1024
const MAX_CONNECTIONS = 1000
/** Longer than proxies keep a connection, 60 seconds mostly: else they send a request into one that is being closed. */
const KEEP_ALIVE_MS = 65_000
/**
 * A connection that is silent for so long is probed (TCP keep-alive): a phone that has left the network says no goodbye, and its
 * open stream would hold its session for ever.
 */
const PROBE_AFTER_MS = 60_000

export interface Timeouts {
  /** For all headers of a request to come in. */
  readonly headersMs: number
  /** For a whole request to come in; 25 MB at 2 Mbit/s take 100 seconds. */
  readonly requestMs: number
  /** How often the two are looked at. */
  readonly checkMs: number
  /** How long a session that rests stays open. */
  readonly restMs: number
  /** How long a link to a file is good for; whoever has it needs no token. */
  readonly linkMs: number
}

export interface HttpServer {
  /** Where it listens. */
  readonly url: string
  /** Takes nothing new, finishes what is under way, or at `hurry` ends it, and closes every connection. */
  drain(hurry: AbortSignal): Promise<void>
}

/**
 * Listens. Throws {@link ConfigurationError} where that is not possible.
 * @param open begins a session; another one may serve more than deixis does
 */
export async function startServer(
  config: HttpConfig,
  deixis: Deixis,
  timeouts: Partial<Timeouts> = {},
  open = sessionOpener(),
): Promise<HttpServer> {
  const { headersMs = 10_000, requestMs = 120_000, checkMs = 5000 } = timeouts
  const { restMs = config.sessionMinutes * 60_000, linkMs = 3_600_000 } = timeouts
  const sessions = createSessions({ max: config.maxSessions, restMs, open })
  let leaving = false
  const app = createApp({ config, deixis, sessions, leaving: () => leaving, linkMs })
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: checkMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAlive: true,
      keepAliveInitialDelay: PROBE_AFTER_MS,
    },
    app,
  )
  server.maxConnections = MAX_CONNECTIONS
  const answering = new Set<ServerResponse>()
  server.on('request', (_request, response) => {
    answering.add(response)
    response.once('close', () => answering.delete(response))
  })
  await listen()
  const { port, address, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    async drain(hurry) {
      leaving = true
      const closed = new Promise((resolve) => server.close(resolve))
      const cut = aborted(hurry)
      await Promise.race([sessions.idle(), cut])
      await sessions.closeAll()
      await Promise.race([Promise.all([...answering].map((response) => once(response, 'close'))), cut])
      server.closeAllConnections()
      await closed
    },
  }

  async function listen(): Promise<void> {
    try {
      server.listen(config.port, config.host)
      await once(server, 'listening')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      throw new ConfigurationError(
        `The server cannot listen there (${code ?? 'unknown reason'}): choose another --port or --host.`,
        { cause: error },
      )
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
