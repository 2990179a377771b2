import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js'
import { McpError } from '@modelcontextprotocol/sdk/types.js'
import { UserInputError } from '../../src/errors.js'
import type { Deixis } from '../../src/index.js'

const MAX_LISTED = 50
const MAX_PREVIEW_BYTES = 525_000

/** JSON-RPC code that MCP reserves for it. */
const RESOURCE_NOT_FOUND = -32002

/** Serves the pictures that calls have opened as `deixis://image/{id}`. */
export function registerImages(
  server: McpServer,
  deixis: () => Promise<Deixis>,
): { remember(id: string): void } {
  const ids = new Set<string>()
  const template = new ResourceTemplate('deixis://image/{id}', {
    list: async () => ({ resources: (await Promise.all([...ids].map(entryOf))).flat() }),
    complete: { id: (value) => [...ids].filter((id) => id.startsWith(value)) },
  })

  /** None for a picture that the cache has let go of. */
  async function entryOf(id: string) {
    const image = await (await deixis()).open(id).catch(() => undefined)
    if (image === undefined) return []
    const { name, width, height } = image
    return [{ uri: `deixis://image/${id}`, name, description: `${width}×${height} px` }]
  }

  const about = {
    title: 'Opened pictures',
    description: 'A preview, at most 1024 px wide or high, of a picture that a tool has opened.',
  }
  server.registerResource('image', template, about, async (uri, { id }) => {
    const unknown = new McpError(
      RESOURCE_NOT_FOUND,
      `Unknown picture. Known: ${[...ids].join(', ') || 'none; open one with open_image'}.`,
    )
    if (typeof id !== 'string' || !ids.has(id)) throw unknown
    const image = await (await deixis()).open(id).catch((error: unknown) => {
      throw error instanceof UserInputError ? unknown : error
    })
    const { renderCrop } = await import('../../src/mask/render.js')
    const picture = await renderCrop(image, { x: 0, y: 0, width: image.width, height: image.height })
    const { data, mimeType } = await picture.preview(MAX_PREVIEW_BYTES)
    return { contents: [{ uri: uri.href, mimeType, blob: data.toString('base64') }] }
  })

  return {
    remember(id) {
      const isNew = !ids.delete(id)
      ids.add(id)
      const [oldest] = ids
      if (ids.size > MAX_LISTED && oldest !== undefined) ids.delete(oldest)
      if (isNew) server.sendResourceListChanged()
    },
  }
}
