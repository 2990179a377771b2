import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js'
import { UserInputError } from '../../src/errors.js'
import { notFound, picture } from './contents.js'
import type { ServerOptions } from './options.js'

const MAX_LISTED = 50

/** Serves the pictures that this client has opened as `deixis://image/{id}`. */
export function registerImages(
  server: McpServer,
  { deixis, shelf }: Pick<ServerOptions, 'deixis' | 'shelf'>,
): void {
  const listed = () => shelf.ids().slice(0, MAX_LISTED)
  const template = new ResourceTemplate('deixis://image/{id}', {
    list: async () => ({ resources: (await Promise.all(listed().map(entryOf))).flat() }),
    complete: { id: (value) => listed().filter((id) => id.startsWith(value)) },
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
    const unknown = notFound(
      `Unknown picture. Known: ${listed().join(', ') || 'none; open one with open_image'}.`,
    )
    if (typeof id !== 'string' || !shelf.has(id)) throw unknown
    const image = await (await deixis()).open(id).catch((error: unknown) => {
      throw error instanceof UserInputError ? unknown : error
    })
    return picture(uri, image)
  })
}
