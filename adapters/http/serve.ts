import type { EngineOptions } from '../../src/index.js'
import type { HttpConfig } from '../config/http.js'
import { listenForSignals } from '../leaving.js'
import { version } from '../version.js'
import { MAX_WAITING } from './calls.js'
import { startServer } from './server.js'

/** What is under way at the end may take so long. */
const DRAIN_MS = 30_000

/** Serves until a signal comes: then what is under way is finished, and at a second signal, or after a while, it is not. */
export async function serveHttp(config: HttpConfig, engines: EngineOptions): Promise<void> {
  const { createDeixis } = await import('../../src/index.js')
  const access = { directories: config.directories }
  const { workers, store } = config
  await using deixis = await createDeixis({ ...engines, access, store, workers, maxWaiting: MAX_WAITING })
  const server = await startServer(config, deixis)
  console.error(
    `deixis ${version} serves MCP on ${server.url}/mcp; ` +
      `${config.tokens.length > 0 ? 'a token is needed' : 'nobody needs a token'}; ` +
      `it reads ${config.directories.join(', ') || 'no folder'} and saves in ${config.outputDirectory}.`,
  )
  // Listened to until the process ends: closing the engine is not to be cut off.
  const { told, hurry } = listenForSignals()
  await told
  setTimeout(() => hurry.abort(), DRAIN_MS).unref()
  await server.drain(hurry.signal)
}
