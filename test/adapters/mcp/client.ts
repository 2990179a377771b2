import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'
import { examples, main } from '../pictures.js'

/** What a call gave, with its blocks told apart. */
export interface Reply {
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: each tool has its own, and tests look into all of them
  data: any
  isError: boolean
  picture: { data: Buffer; mimeType: string; audience: string[] | undefined } | undefined
  link: { uri: string; name: string; mimeType?: string | undefined } | undefined
}

export interface Session extends AsyncDisposable {
  client: Client
  pid: number
  /** The server's working directory, empty at first; it may read this and the examples. */
  folder: string
  call(tool: string, args: Record<string, unknown>, options?: RequestOptions): Promise<Reply>
  log(): string
}

/** Starts the real command and connects the SDK's client to it over stdio. */
export async function startSession(
  flags: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Session> {
  const folder = await mkdtemp(join(tmpdir(), 'deixis-mcp-'))
  const allowed = ['--allow-dir', examples, '--allow-dir', folder]
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [main, 'mcp', ...allowed, ...flags],
    cwd: folder,
    env: { DEIXIS_STORE: join(folder, 'conversations.db'), ...env },
    stderr: 'pipe',
  })
  let log = ''
  transport.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  const client = new Client({ name: 'deixis-test', version: '1' })
  await client.connect(transport)
  return {
    client,
    pid: transport.pid ?? 0,
    folder,
    async call(name, args, options) {
      const result = await client.callTool({ name, arguments: args }, undefined, options)
      return replyOf(result as CallToolResult)
    },
    log: () => log,
    async [Symbol.asyncDispose]() {
      await client.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A session of one test alone. */
export async function startSessionForTest(...args: Parameters<typeof startSession>): Promise<Session> {
  const session = await startSession(...args)
  onTestFinished(() => session[Symbol.asyncDispose]())
  return session
}

function replyOf({ content, structuredContent, isError }: CallToolResult): Reply {
  const [text, ...others] = content
  if (text?.type !== 'text') throw new Error('the first block of a result is its text')
  const image = others.find((block) => block.type === 'image')
  const link = others.find((block) => block.type === 'resource_link')
  return {
    text: text.text,
    data: structuredContent,
    isError: isError === true,
    picture: image && {
      data: Buffer.from(image.data, 'base64'),
      mimeType: image.mimeType,
      audience: image.annotations?.audience,
    },
    link: link && { uri: link.uri, name: link.name, mimeType: link.mimeType },
  }
}

/** Text with what the model or the machine decides (scores, sizes, hashes, folders) made stable. */
export function steady(text: string, { folder }: Session): string {
  return text
    .replaceAll(folder, 'FOLDER')
    .replace(/score \d\.\d\d/g, 'score S')
    .replace(/x \d+, y \d+, \d+×\d+ px, [\d.]+% of the picture/g, 'BOX, AREA of the picture')
    .replace(/image_id [0-9a-f]{16}/g, 'image_id ID')
    .replace(/conversation "c-[0-9a-f]{8}"/g, 'conversation "OWN"')
}
