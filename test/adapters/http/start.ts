import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import sharp from 'sharp'
import { onTestFinished, vi } from 'vitest'
import { type HttpFlags, resolveHttp } from '../../../adapters/config/http.js'
import { startServer, type Timeouts } from '../../../adapters/http/server.js'
import type { OpenSession } from '../../../adapters/mcp/session.js'
import type { Deixis, EngineContext } from '../../../src/index.js'
import { fakeDeixis } from './fake-deixis.js'

export const ALICE = 'alice-0123456789abcdef'
export const BOB = 'bob-0123456789abcdef'

/** A picture of 64×48 pixels; every shade is another picture. */
export function png(shade = 0): Promise<Buffer> {
  return sharp({ create: { width: 64, height: 48, channels: 3, background: { r: shade, g: 90, b: 30 } } })
    .png()
    .toBuffer()
}

export const box = { x: 8, y: 8, width: 16, height: 16 }

export interface Connected {
  client: Client
  transport: StreamableHTTPClientTransport
  call(tool: string, args: Record<string, unknown>): Promise<CallToolResult>
}

export interface Started {
  url: string
  /** Where the server saves. */
  folder: string
  fetch(path: string, init?: RequestInit & { token?: string }): Promise<Response>
  /** Uploads a picture and returns its id. */
  upload(bytes: Buffer, options?: { token?: string; name?: string }): Promise<string>
  connect(token?: string): Promise<Connected>
  /** Sends text as it is and returns all that comes back until the server closes the connection. */
  raw(...parts: string[]): Promise<string>
  drain(hurry?: AbortSignal): Promise<void>
}

interface StartOptions {
  tokens?: readonly string[]
  flags?: HttpFlags
  timeouts?: Partial<Timeouts>
  entered?: (context: EngineContext) => Promise<void> | void
  /** Breaks deixis. */
  breaking?: (deixis: Deixis) => Deixis
  /** Begins sessions instead of what the server does. */
  open?: OpenSession
}

/** The server in this process, on a port of its own, with engines that need no model; ended with the test. */
export async function start({
  tokens = [],
  flags,
  timeouts,
  entered,
  breaking = (deixis) => deixis,
  open,
}: StartOptions = {}): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'deixis-http-'))
  const own = { port: '0', outputDir: folder, store: false as const, ...flags }
  const config = resolveHttp(own, { DEIXIS_TOKEN: tokens.join(' ') }, folder)
  const deixis = breaking(fakeDeixis({ directories: config.directories }, entered))
  const server = await startServer(config, deixis, timeouts, open)
  let drained: Promise<void> | undefined
  const drain = (hurry = new AbortController().signal) => (drained ??= server.drain(hurry))
  onTestFinished(async () => {
    await drain(AbortSignal.abort())
    await rm(folder, { recursive: true, force: true })
  })

  const started: Started = {
    url: server.url,
    folder,
    drain,
    fetch(path, { token, headers, ...init } = {}) {
      return fetch(server.url + path, { ...init, headers: { ...headers, ...authorization(token) } })
    },
    async upload(bytes, { token, name = 'cup.png' } = {}) {
      const response = await started.fetch(`/images?name=${name}`, {
        method: 'POST',
        body: new Uint8Array(bytes),
        headers: { 'content-type': 'image/png' },
        ...(token && { token }),
      })
      return ((await response.json()) as { image_id: string }).image_id
    },
    async connect(token) {
      const transport = new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), {
        requestInit: { headers: authorization(token) },
      })
      const client = new Client({ name: 'deixis-test', version: '1' })
      // The SDK's class and interface differ in `| undefined` alone.
      await client.connect(transport as Parameters<Client['connect']>[0])
      onTestFinished(() => client.close())
      const call = async (name: string, args: Record<string, unknown>) =>
        (await client.callTool({ name, arguments: args })) as CallToolResult
      return { client, transport, call }
    },
    raw(...parts) {
      const { hostname, port } = new URL(server.url)
      return new Promise((resolve) => {
        const socket = connect(Number(port), hostname)
        let answer = ''
        socket.on('data', (chunk) => {
          answer += chunk
        })
        socket.on('error', () => {}).on('close', () => resolve(answer))
        for (const part of parts) socket.write(part)
      })
    },
  }
  return started
}

function authorization(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

/** The text of a result. */
export function textOf({ content: [first] }: CallToolResult): string {
  return first?.type === 'text' ? first.text : ''
}

export function dataOf({ structuredContent }: CallToolResult): Record<string, unknown> {
  return structuredContent ?? {}
}

/** Waits until `check` throws and rejects no more. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 30_000, interval: 10 })
}

/** A promise, and what settles it. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}
