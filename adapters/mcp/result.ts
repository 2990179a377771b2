import { basename, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { DeixisError } from '../../src/errors.js'
import type { Size } from '../../src/geometry.js'
import type { ToolResult } from '../../tools/define.js'
import { type Report, toText } from '../../tools/text.js'

/** 700 kB of base64: Claude Desktop refuses results above 1,048,576 characters. */
const MAX_PICTURE_BYTES = 525_000

const MIME_TYPES: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.txt': 'text/plain',
}

/** Text that stands alone, the same as data, a preview to look at, and a link to the saved file. */
export async function callResult(
  { data, picture }: ToolResult<Record<string, unknown>>,
  imageResponses: 'allow' | 'omit',
): Promise<CallToolResult> {
  const report = data as unknown as Report
  const content: CallToolResult['content'] = []
  let text = toText(report)
  if (picture && imageResponses === 'allow') {
    const preview = await picture.preview(MAX_PICTURE_BYTES)
    text += `\n${shownSize(preview, picture)}`
    content.push({
      type: 'image',
      data: preview.data.toString('base64'),
      mimeType: preview.mimeType,
      annotations: { audience: ['user', 'assistant'] },
    })
  }
  if (report.saved !== undefined) {
    content.push({
      type: 'resource_link',
      uri: pathToFileURL(report.saved).href,
      name: basename(report.saved),
      mimeType: MIME_TYPES[extname(report.saved).toLowerCase()] ?? 'application/octet-stream',
    })
  }
  return { content: [{ type: 'text', text }, ...content], structuredContent: data }
}

/** Silent downscaling would mislead whoever reads coordinates off the picture. */
function shownSize(shown: Size, saved: Size): string {
  return shown.width === saved.width
    ? `Shown at its full ${saved.width}×${saved.height} px.`
    : `Shown reduced to ${shown.width}×${shown.height} px; the saved file has ${saved.width}×${saved.height} px.`
}

/** Says what to do next; what nobody foresaw goes to the log alone, since it may quote untrusted text. */
export function errorResult(error: unknown, directories: readonly string[]): CallToolResult {
  const known = error instanceof DeixisError
  if (!known) console.error(error)
  const text = known
    ? error.message + (error.code === 'forbidden-path' ? ` ${allowed(directories)}` : '')
    : 'Something failed that deixis did not foresee: its log (stderr) has the details. Other calls still work.'
  return { content: [{ type: 'text', text }], isError: true }
}

function allowed(directories: readonly string[]): string {
  return directories.length > 0 ? `Allowed: ${directories.join(', ')}.` : 'No folder is allowed yet.'
}
