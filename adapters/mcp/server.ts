import { randomBytes } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { McpServer, type RegisteredTool } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js'
import type { Tool, ToolContext } from '../../tools/define.js'
import { tools } from '../../tools/index.js'
import { version } from '../version.js'
import { registerApp } from './app.js'
import { registerImages } from './images.js'
import type { ServerOptions } from './options.js'
import { registerOverlays } from './overlays.js'
import { registerPrompts } from './prompts.js'
import { registerRegions } from './regions.js'
import { callResult, errorResult } from './result.js'

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

const instructions = (
  pictures: string,
) => `deixis finds what words point at in a photo and returns pixel-accurate masks.
${pictures}
segment finds by words ("the red car on the left"), or masks your own boxes and points; reason answers questions about what \
supports, hides or lies next to what, and follow-ups ("only the left one"); view shows numbered marks to choose from; \
refine corrects a mask; export writes files. Region ids and conversations stay valid after a restart: pass the conversation_id of an earlier result to go on with it.`

export interface DeixisServer {
  readonly server: McpServer
  /** Whether a call is under way. */
  readonly busy: boolean
  /** Settles once no call is under way and every answer is sent. */
  idle(): Promise<void>
}

/** An MCP server over any transport. */
export function createServer(options: ServerOptions): DeixisServer {
  const server = new McpServer(
    { name: 'deixis', title: 'deixis: point with words', version },
    { instructions: instructions(options.pictures) },
  )
  registerImages(server, options)
  const overlays = registerOverlays(server)
  const regions = registerRegions(server, options)
  registerPrompts(server, options.shelf)
  const calls = new Set<Promise<unknown>>()
  // Of this client alone: what others, or this one last week, talked about is no "it" of today.
  const ownConversation = `c-${randomBytes(4).toString('hex')}`

  async function call(tool: Tool, args: Record<string, unknown>, extra: Extra): Promise<CallToolResult> {
    const named = String(args.conversation_id ?? ownConversation)
    try {
      const context = { ...(await contextOf(options, named, extra)), caller: ownConversation }
      const result = await tool.handler(args, context)
      remember(named, result.data)
      // The name that the client knows: where conversations of several clients are kept apart, it is not the whole name.
      return await callResult({ ...result, data: { ...result.data, conversation_id: named } }, options)
    } catch (error) {
      return errorResult(error, options.explain)
    }
  }

  function remember(conversation: string, { image_id, saved }: Record<string, unknown>): void {
    options.shelf.put(String(image_id))
    regions.remember(conversation)
    if (typeof saved === 'string') overlays.remember(String(image_id), saved)
    server.sendResourceListChanged()
  }

  const registered = new Map<string, RegisteredTool>()
  for (const tool of tools as readonly Tool[]) {
    const { title, description, input, output, annotations } = tool
    const about = { title, description, inputSchema: input, outputSchema: output, annotations }
    const answer = (args: Record<string, unknown>, extra: Extra) =>
      counted(tool.name, () => call(tool, args, extra))
    registered.set(tool.name, server.registerTool(tool.name, about, answer))
  }
  registerApp(server, registered, options, counted)

  function counted(tool: string, run: () => Promise<CallToolResult>): Promise<CallToolResult> {
    const running = observed(tool, run)
    calls.add(running)
    return running.finally(() => calls.delete(running))
  }

  async function observed(tool: string, run: () => Promise<CallToolResult>): Promise<CallToolResult> {
    let ended: ReturnType<NonNullable<ServerOptions['onCall']>> | undefined
    try {
      ended = options.onCall?.(tool)
    } catch (error) {
      return errorResult(error, options.explain)
    }
    const result = await run()
    ended?.({ failed: result.isError === true })
    return result
  }

  return {
    server,
    get busy() {
      return calls.size > 0
    },
    async idle() {
      while (calls.size > 0) await Promise.all(calls)
      await setImmediate()
    },
  }
}

async function contextOf(
  { deixis: ready, outputDirectory, directories }: ServerOptions,
  ownConversation: string,
  { signal, _meta, sendNotification }: Extra,
): Promise<ToolContext> {
  const deixis = await ready()
  const progressToken = _meta?.progressToken
  let last = -1
  return {
    deixis,
    conversation: (id = ownConversation) => deixis.conversation(id),
    signal,
    outputDirectory,
    directories,
    progress(fraction, message) {
      // The protocol wants every value to be larger than the one before.
      if (progressToken === undefined || fraction <= last) return
      last = fraction
      const params = { progressToken, progress: fraction, total: 1, message }
      sendNotification({ method: 'notifications/progress', params }).catch(() => {})
    },
  }
}
