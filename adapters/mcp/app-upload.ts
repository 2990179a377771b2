import { randomUUID } from 'node:crypto'
import type { McpServer, RegisteredTool } from '@modelcontextprotocol/sdk/server/mcp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { LRUCache } from 'lru-cache'
import * as z from 'zod'
import { UserInputError } from '../../src/errors.js'
import { MAX_BYTES } from '../../src/image/limits.js'
import type { CountedCall, ServerOptions } from './options.js'
import { errorResult } from './result.js'

const NAME = 'upload_picture'

/** Of one piece, in characters of base64: hosts pass on messages of a few megabytes. */
const MAX_PIECE = 2_000_000
/** Of all pictures that are on their way, one a client, in bytes. */
const MAX_HELD = 256 * 1024 * 1024
/** Whoever sends no more for so long begins anew. */
const MAX_REST_MS = 120_000

interface Upload {
  readonly id: string
  readonly bytes: Buffer
  received: number
}

/** By client. */
const uploads = new LRUCache<string, Upload>({
  maxSize: MAX_HELD,
  sizeCalculation: ({ bytes }) => bytes.length,
  ttl: MAX_REST_MS,
  ttlAutopurge: true,
  updateAgeOnGet: true,
})

/**
 * A tool for the viewer alone: pictures from people's devices, in pieces, past the model.
 * @param counted runs a call as one of those that are limited and measured
 */
export function registerUpload(
  server: McpServer,
  options: Pick<ServerOptions, 'deixis' | 'shelf' | 'explain'>,
  counted: CountedCall,
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
  async function receive(
    { upload, name, size, offset, data }: z.output<typeof about.inputSchema>,
    signal: AbortSignal,
  ): Promise<CallToolResult> {
    try {
      const bytes = take(client, upload, size, offset, Buffer.from(data, 'base64'))
      if (!bytes) return told({ received: uploads.peek(client)?.received })
      const image = await (await options.deixis()).open(bytes, { name, signal })
      options.shelf.put(image.id, image.name)
      server.sendResourceListChanged()
      const { id, width, height } = image
      return told({ image_id: id, width, height, name: image.name })
    } catch (error) {
      return errorResult(error, options.explain)
    }
  }

  return server.registerTool(NAME, about, (piece, { signal }) => counted(NAME, () => receive(piece, signal)))
}

/** Puts a piece in its place; the whole file once it is there. A client that begins another lets go of the former. */
function take(client: string, id: string, size: number, offset: number, piece: Buffer): Buffer | undefined {
  if (offset === 0) uploads.set(client, { id, bytes: Buffer.alloc(size), received: 0 })
  const upload = uploads.get(client)
  const continues = upload?.id === id && upload.bytes.length === size && upload.received === offset
  if (!continues || offset + piece.length > size) {
    if (upload?.id === id) uploads.delete(client)
    throw new UserInputError(
      'bad-input',
      'This piece does not continue the picture: send it again from the beginning.',
    )
  }
  upload.bytes.set(piece, offset)
  upload.received += piece.length
  if (upload.received < size) return undefined
  uploads.delete(client)
  return upload.bytes
}

function told(data: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data }
}
