import { McpError, type ReadResourceResult } from '@modelcontextprotocol/sdk/types.js'
import type { Image } from '../../src/index.js'
import { MAX_PICTURE_BYTES } from './result.js'

/** JSON-RPC code that MCP reserves for it. */
const RESOURCE_NOT_FOUND = -32002

export function notFound(message: string): McpError {
  return new McpError(RESOURCE_NOT_FOUND, message)
}

/** A preview of `image`, at most 1024 px wide or high, as what a resource holds. */
export async function picture(uri: URL, image: Image): Promise<ReadResourceResult> {
  const { renderCrop } = await import('../../src/mask/render.js')
  const whole = await renderCrop(image, { x: 0, y: 0, width: image.width, height: image.height })
  const { data, mimeType } = await whole.preview(MAX_PICTURE_BYTES)
  return { contents: [{ uri: uri.href, mimeType, blob: data.toString('base64') }] }
}
