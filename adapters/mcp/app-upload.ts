import { randomUUID } from 'node:crypto'
import type { McpServer, RegisteredTool } from '@modelcontextprotocol/sdk/server/mcp.js'
import { LRUCache } from 'lru-cache'
import * as z from 'zod'
import { UserInputError } from '../../src/errors.js'
import { MAX_BYTES } from '../../src/image/limits.js'
import type { ServerOptions } from './options.js'
import { errorResult } from './result.js'

/** Of one piece, in characters of base64: hosts pass on messages of a few megabytes. */
const MAX_PIECE = 2_000_000
/** Of all pictures that are on their way, of all clients together, in bytes. */
const MAX_HELD = 256 * 1024 * 1024
/** Whoever sends no more for so long begins anew. */
const MAX_REST_MS = 120_000

interface Upload {
  readonly bytes: Buffer
  received: number
}

const uploads = new LRUCache<string, Upload>({
  maxSize: MAX_HELD,
  sizeCalculation: ({ bytes }) => bytes.length,
  ttl: MAX_REST_MS,
  updateAgeOnGet: true,
})

/** A tool for the viewer alone: pictures from people's devices, in pieces, past the model. */
export function registerUpload(
  server: McpServer,
  options: Pick<ServerOptions, 'deixis' | 'shelf' | 'explain'>,
): RegisteredTool {
  const client = randomUUID()
  const about = {
    title: 'Upload a picture',
    description:
      'For the viewer: takes a picture in pieces, in their order, and returns its image_id with the last.',
    inputSchema: z.object({
      upload: z.string().min(1).max(64).describe('The same for all pieces of a picture'),
      name: z.string().max(255),
      size: z.int().min(1).max(MAX_BYTES).describe('Of the whole file, in bytes'),
      offset: z.int().min(0).max(MAX_BYTES).describe('Of this piece, in bytes'),
      data: z.string().max(MAX_PIECE).describe('In base64'),
    }),
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    _meta: { ui: { visibility: ['app'] } },
  }
  return server.registerTool(
    'upload_picture',
    about,
    async ({ upload, name, size, offset, data }, { signal }) => {
      try {
        const key = `${client}/${upload}`
        const bytes = take(key, size, offset, Buffer.from(data, 'base64'))
        if (!bytes) return told({ received: uploads.peek(key)?.received })
        const image = await (await options.deixis()).open(bytes, { name, signal })
        options.shelf.put(image.id, image.name)
        server.sendResourceListChanged()
        const { id, width, height } = image
        return told({ image_id: id, width, height, name: image.name })
      } catch (error) {
        return errorResult(error, options.explain)
      }
    },
  )
}

/** Puts a piece in its place; the whole file once it is there. */
function take(key: string, size: number, offset: number, piece: Buffer): Buffer | undefined {
  if (offset === 0) uploads.set(key, { bytes: Buffer.alloc(size), received: 0 })
  const upload = uploads.get(key)
  if (!upload || upload.bytes.length !== size || upload.received !== offset || offset + piece.length > size) {
    uploads.delete(key)
    throw new UserInputError(
      'bad-input',
      'This piece does not continue the picture: send it again from the beginning.',
    )
  }
  upload.bytes.set(piece, offset)
  upload.received += piece.length
  if (upload.received < size) return undefined
  uploads.delete(key)
  return upload.bytes
}

function told(data: Record<string, unknown>) {
  return { content: [{ type: 'text' as const, text: JSON.stringify(data) }], structuredContent: data }
}
