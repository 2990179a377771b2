import { randomBytes } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js'
import type { Deixis } from '../../src/index.js'
import type { Tool, ToolContext } from '../../tools/define.js'
import { tools } from '../../tools/index.js'
import type { ServerConfig } from '../config.js'
import { version } from '../version.js'
import { registerImages } from './images.js'
import { callResult, errorResult } from './result.js'

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

const INSTRUCTIONS = `deixis finds what words point at in a photo and returns pixel-accurate masks.
Give pictures by absolute path or https:// address: chat attachments do not reach tools as bytes.
segment finds by words ("the red car on the left"), or masks your own boxes and points; reason answers questions about what \
supports, hides or lies next to what, and follow-ups ("only the left one"); view shows numbered marks to choose from; \
refine corrects a mask; export writes files. Region ids and conversations stay valid after a restart: pass the conversation_id of an earlier result to go on with it.`

export interface DeixisServer {
  readonly server: McpServer
  /** Settles once no call is under way and every answer is sent. */
  idle(): Promise<void>
}

/** An MCP server over any transport. `deixis` is asked for at the first call, so that connecting loads no model. */
export function createServer(deixis: () => Promise<Deixis>, config: ServerConfig): DeixisServer {
  const server = new McpServer(
    { name: 'deixis', title: 'deixis: point with words', version },
    { instructions: INSTRUCTIONS },
  )
  const images = registerImages(server, deixis)
  const calls = new Set<Promise<unknown>>()
  // Of this client alone: what others, or this one last week, talked about is no "it" of today.
  const ownConversation = `c-${randomBytes(4).toString('hex')}`

  async function call(tool: Tool, args: Record<string, unknown>, extra: Extra) {
    try {
      const context = contextOf(await deixis(), config, ownConversation, extra)
      const result = await tool.handler(args, context)
      images.remember(String(result.data.image_id))
      return await callResult(result, config.imageResponses)
    } catch (error) {
      return errorResult(error, config.directories)
    }
  }

  for (const tool of tools as readonly Tool[]) {
    const { title, description, input, output, annotations } = tool
    const about = { title, description, inputSchema: input, outputSchema: output, annotations }
    server.registerTool(tool.name, about, (args, extra) => {
      const running = call(tool, args, extra)
      calls.add(running)
      return running.finally(() => calls.delete(running))
    })
  }

  return {
    server,
    async idle() {
      while (calls.size > 0) await Promise.all(calls)
      await setImmediate()
    },
  }
}

function contextOf(
  deixis: Deixis,
  config: ServerConfig,
  ownConversation: string,
  { signal, _meta, sendNotification }: Extra,
): ToolContext {
  const progressToken = _meta?.progressToken
  let last = -1
  return {
    deixis,
    conversation: (id = ownConversation) => deixis.conversation(id),
    signal,
    outputDirectory: config.outputDirectory,
    directories: config.directories,
    progress(fraction, message) {
      // The protocol wants every value to be larger than the one before.
      if (progressToken === undefined || fraction <= last) return
      last = fraction
      const params = { progressToken, progress: fraction, total: 1, message }
      sendNotification({ method: 'notifications/progress', params }).catch(() => {})
    },
  }
}
