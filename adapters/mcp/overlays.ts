import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js'
import { LRUCache } from 'lru-cache'
import { notFound, picture } from './contents.js'

const MAX_KEPT = 200
const PICTURES = ['.jpg', '.png']

/**
 * Serves what calls of this session have drawn as `deixis://image/{id}/overlay/{n}`, counted from 1 for each picture.
 * Only what is remembered here can be read: no part of an address becomes a path.
 */
export function registerOverlays(server: McpServer): { remember(imageId: string, saved: string): void } {
  const paths = new LRUCache<string, string>({ max: MAX_KEPT })
  const counts = new LRUCache<string, number>({ max: MAX_KEPT })
  const keys = () => [...paths.keys()]
  const numbersOf = (imageId: string | undefined) =>
    keys()
      .filter((key) => imageId === undefined || key.startsWith(`${imageId}/`))
      .map((key) => key.slice(key.indexOf('/') + 1))

  const template = new ResourceTemplate('deixis://image/{id}/overlay/{n}', {
    list: () => ({
      resources: keys().map((key) => {
        const [id, n] = key.split('/')
        return { uri: `deixis://image/${id}/overlay/${n}`, name: `Overlay ${n} of picture ${id}` }
      }),
    }),
    complete: {
      id: (value) => [...counts.keys()].filter((id) => id.startsWith(value)),
      n: (value, context) => numbersOf(context?.arguments?.id).filter((n) => n.startsWith(value)),
    },
  })
  const about = {
    title: 'Overlays',
    description: 'A preview, at most 1024 px wide or high, of what a call has drawn or cut out.',
  }
  server.registerResource('overlay', template, about, async (uri, { id, n }) => {
    const path = paths.peek(`${id}/${n}`)
    const file = path === undefined ? undefined : await readFile(path).catch(() => undefined)
    if (path === undefined || file === undefined) {
      throw notFound('No such overlay in this session: call segment or view, which draw one.')
    }
    const { decodeImage } = await import('../../src/image/load.js')
    return picture(uri, await decodeImage(file, path))
  })

  return {
    remember(imageId, saved) {
      if (!PICTURES.includes(extname(saved).toLowerCase())) return
      const number = (counts.get(imageId) ?? 0) + 1
      counts.set(imageId, number)
      paths.set(`${imageId}/${number}`, saved)
    },
  }
}
