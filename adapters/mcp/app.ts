import { readFile } from 'node:fs/promises'
import type { McpServer, RegisteredTool } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { ClientCapabilities } from '@modelcontextprotocol/sdk/types.js'
import { playgroundFile } from '../playground-files.js'
import { registerUpload } from './app-upload.js'
import type { CountedCall, ServerOptions } from './options.js'

const VIEWER = 'ui://deixis/viewer'
const HTML = 'text/html;profile=mcp-app'
/** Of MCP Apps, by which hosts say that they show pages. */
const EXTENSION = 'io.modelcontextprotocol/ui'
/** Those that end a turn: their answers are worth looking at, and pointing into. */
const SHOWN = ['open_image', 'segment', 'reason', 'refine']

/**
 * The viewer for hosts that show pages beside answers (MCP Apps): the page itself, the tools whose results it shows, and the
 * tool by which it hands over pictures. Other clients are told of none of these.
 */
export function registerApp(
  server: McpServer,
  tools: ReadonlyMap<string, RegisteredTool>,
  options: Pick<ServerOptions, 'deixis' | 'shelf' | 'explain'>,
  counted: CountedCall,
): void {
  const about = {
    title: 'Viewer',
    description: 'Shows masks on a photo, to talk and point at.',
    mimeType: HTML,
  }
  const page = server.registerResource('viewer', VIEWER, about, async (uri) => ({
    contents: [
      {
        uri: uri.href,
        mimeType: HTML,
        text: await readFile(playgroundFile('app.html'), 'utf8'),
        // It asks nobody but its host: no domain is named.
        _meta: { ui: { csp: {}, prefersBorder: true } },
      },
    ],
  }))
  const upload = registerUpload(server, options, counted)
  page.enabled = upload.enabled = false
  // Before the client has listed anything, so that nobody needs to be told of a change.
  server.server.oninitialized = () => {
    if (!showsPages(server.server.getClientCapabilities())) return
    page.enabled = upload.enabled = true
    for (const name of SHOWN) {
      const tool = tools.get(name)
      if (tool) tool._meta = { ui: { resourceUri: VIEWER } }
    }
  }
}

function showsPages(capabilities: ClientCapabilities | undefined): boolean {
  const { mimeTypes } = (capabilities?.extensions?.[EXTENSION] ?? {}) as { mimeTypes?: unknown }
  return Array.isArray(mimeTypes) && mimeTypes.includes(HTML)
}
