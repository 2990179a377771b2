import './stdout.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { Deixis } from '../../src/index.js'
import type { ServerConfig } from '../config.js'
import { version } from '../version.js'
import { createServer } from './server.js'
import { protocolOutput } from './stdout.js'

/** Room for a data: URI; the SDK's own limit of 10 MB would close the connection. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024

/** How long calls may go on after the client has closed our stdin. */
const LAST_CALLS_MS = 5000

/** Serves until the client closes stdin or a signal comes; then drains the engine, so that the process can end. */
export async function serveStdio(config: ServerConfig): Promise<void> {
  let loading: Promise<Deixis> | undefined
  const { server, idle } = createServer(() => (loading ??= load(config)), config)
  const end = ended()
  server.server.onerror = (error) => console.error(`deixis: ${error.message}`)
  server.server.onclose = end.now
  await server.connect(
    new StdioServerTransport(process.stdin, protocolOutput, { maxBufferSize: MAX_MESSAGE_BYTES }),
  )
  console.error(
    `deixis ${version} serves MCP on stdio; it reads ${config.directories.join(', ') || 'no folder: add --allow-dir'}` +
      ` and saves in ${config.outputDirectory}.` +
      (process.stdin.isTTY ? ' An MCP client starts this command for you; Ctrl+C ends it.' : ''),
  )
  await end.reached
  if (process.stdin.readableEnded) await Promise.race([idle(), pause(LAST_CALLS_MS)])
  await server.close()
  process.stdin.destroy()
  await (await loading?.catch(() => undefined))?.close()
}

async function load({ directories, outputDirectory }: ServerConfig): Promise<Deixis> {
  const { createDeixis } = await import('../../src/index.js')
  return createDeixis({ access: { directories: [...directories, outputDirectory] } })
}

/** The SDK's transport does not notice the end of stdin, and the engine's worker would keep an orphan alive. */
function ended(): { reached: Promise<void>; now(): void } {
  const { promise, resolve } = withResolvers()
  process.stdin.once('end', resolve).once('close', resolve)
  process.once('SIGINT', resolve).once('SIGTERM', resolve)
  process.stdout.once('error', resolve)
  protocolOutput.once('error', resolve)
  return { reached: promise, now: resolve }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = () => done()
  })
  return { promise, resolve }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds).unref())
}
