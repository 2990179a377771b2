import { AppBridge, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

/*
 * A small host of MCP Apps: it calls a tool as an assistant would, and shows the tool's page in a frame that is as
 * locked up as the specification lets a frame be.
 */

/** What hosts set where a page names no domains. */
const POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self' data:; connect-src 'none'"

const info = { name: 'test-host', version: '1' }
const pages = { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } }

/** What the page told the model. */
globalThis.told = []
/** Which tools the page called. */
globalThis.called = []

globalThis.show = async (tool, args) => {
  const client = new Client(info, { capabilities: { extensions: pages } })
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', location.href)))
  const { tools } = await client.listTools()
  const uri = tools.find(({ name }) => name === tool)._meta.ui.resourceUri
  const { contents } = await client.readResource({ uri })
  const result = await client.callTool({ name: tool, arguments: args })

  const request = client.request.bind(client)
  client.request = (message, ...rest) => {
    if (message.method === 'tools/call') globalThis.called.push(message.params.name)
    return request(message, ...rest)
  }

  const frame = document.createElement('iframe')
  frame.sandbox.add('allow-scripts')
  frame.style = 'border: 0; width: 100%'
  document.body.append(frame)
  const bridge = new AppBridge(
    client,
    info,
    { serverTools: {}, serverResources: {}, updateModelContext: { text: {} } },
    { hostContext: { theme: 'dark', displayMode: 'inline', availableDisplayModes: ['inline'] } },
  )
  bridge.onupdatemodelcontext = async ({ content }) => {
    globalThis.told.push(content[0].text)
    return {}
  }
  bridge.onsizechange = ({ height }) => {
    frame.style.height = `${height}px`
  }
  bridge.oninitialized = async () => {
    await bridge.sendToolInput({ arguments: args })
    await bridge.sendToolResult(result)
  }
  await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow))
  const policy = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`
  frame.srcdoc = contents[0].text.replace('<head>', `<head>${policy}`)
}
