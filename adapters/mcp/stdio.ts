import './stdout.js'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { DeixisError } from '../../src/errors.js'
import type { Deixis, EngineOptions } from '../../src/index.js'
import type { ServerConfig } from '../config/server.js'
import { version } from '../version.js'
import { createServer } from './server.js'
import { createShelf } from './shelf.js'
import { protocolOutput } from './stdout.js'

/** Room for a data: URI; the SDK's own limit of 10 MB would close the connection. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024

const PICTURES =
  'Give pictures by absolute path or https:// address: chat attachments do not reach tools as bytes.'

/**
 * Serves until the client closes stdin, and then to the end of the calls under way; a signal or a closed stdout cuts
 * them short. Drains the engine, so that the process can end.
 */
export async function serveStdio(config: ServerConfig, engines: EngineOptions): Promise<void> {
  let loading: Promise<Deixis> | undefined
  const { server, idle } = createServer({
    ...config,
    deixis: () => (loading ??= load(config, engines)),
    shelf: createShelf(),
    pictures: PICTURES,
    addressOf: (path) => pathToFileURL(path).href,
    tells: 'path',
    explain: (error) => explained(error, config.directories),
  })
  server.server.onerror = (error) => console.error(`deixis: ${error.message}`)
  const ended = new Promise<void>((resolve) => {
    server.server.onclose = resolve
    process.stdout.on('error', resolve)
    protocolOutput.on('error', resolve)
    process.once('SIGINT', resolve).once('SIGTERM', resolve)
  })
  await server.connect(
    new StdioServerTransport(process.stdin, protocolOutput, { maxBufferSize: MAX_MESSAGE_BYTES }),
  )
  console.error(
    `deixis ${version} serves MCP on stdio; it reads ${config.directories.join(', ') || 'no folder: add --allow-dir'}` +
      ` and saves in ${config.outputDirectory}.` +
      (process.stdin.isTTY ? ' An MCP client starts this command for you; Ctrl+C ends it.' : ''),
  )
  // The SDK's transport does not notice the end of stdin, and the engine's worker would keep an orphan alive.
  await Promise.race([ended, once(process.stdin, 'end')])
  await Promise.race([ended, idle()])
  await server.close()
  process.stdin.destroy()
  await (await loading?.catch(() => undefined))?.close()
}

async function load(
  { directories, outputDirectory, store }: ServerConfig,
  engines: EngineOptions,
): Promise<Deixis> {
  const { createDeixis } = await import('../../src/index.js')
  return createDeixis({ ...engines, access: { directories: [...directories, outputDirectory] }, store })
}

function explained({ code, message }: DeixisError, directories: readonly string[]): string {
  if (code !== 'forbidden-path') return message
  return `${message} ${directories.length > 0 ? `Allowed: ${directories.join(', ')}.` : 'No folder is allowed yet.'}`
}
