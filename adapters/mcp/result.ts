import { basename } from 'node:path'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { DeixisError } from '../../src/errors.js'
import type { Size } from '../../src/geometry.js'
import type { ToolResult } from '../../tools/define.js'
import { mimeTypeOf } from '../../tools/files.js'
import { type Report, toText } from '../../tools/text.js'
import type { ServerOptions } from './options.js'

/** 700 kB of base64: Claude Desktop refuses results above 1,048,576 characters. */
export const MAX_PICTURE_BYTES = 525_000

/** Text that stands alone, the same as data, a preview to look at, and a link to the saved file. */
export async function callResult(
  { data, picture }: ToolResult<Record<string, unknown>>,
  { imageResponses, addressOf, tells }: Pick<ServerOptions, 'imageResponses' | 'addressOf' | 'tells'>,
): Promise<CallToolResult> {
  const { saved } = data as unknown as Report
  const told = tells === 'path' ? data : forStrangers(data, addressOf)
  const content: CallToolResult['content'] = []
  let text = toText(told as unknown as Report)
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
  if (saved !== undefined) {
    content.push({
      type: 'resource_link',
      uri: addressOf(saved),
      name: basename(saved),
      mimeType: mimeTypeOf(saved),
    })
  }
  return { content: [{ type: 'text', text }, ...content], structuredContent: told }
}

/** Addresses for paths, and none of the addresses that answers quote when a model's server has failed. */
function forStrangers(
  data: Record<string, unknown>,
  addressOf: ServerOptions['addressOf'],
): Record<string, unknown> {
  const { saved, answer, trace } = data as unknown as Report
  const hidden = (text: string) => text.replace(/\bhttps?:\/\/[^\s"]*[^\s".,;:)]/g, '[address]')
  return {
    ...data,
    answer: hidden(answer),
    ...(trace && { trace: trace.map(hidden) }),
    ...(saved !== undefined && { saved: addressOf(saved) }),
  }
}

/** Silent downscaling would mislead whoever reads coordinates off the picture. */
function shownSize(shown: Size, saved: Size): string {
  return shown.width === saved.width
    ? `Shown at its full ${saved.width}×${saved.height} px.`
    : `Shown reduced to ${shown.width}×${shown.height} px; the saved file has ${saved.width}×${saved.height} px.`
}

/** Says what to do next; what nobody foresaw goes to the log alone, since it may quote untrusted text. */
export function errorResult(error: unknown, explain: ServerOptions['explain']): CallToolResult {
  const known = error instanceof DeixisError
  if (!known) console.error(error)
  const text = known
    ? explain(error)
    : 'Something failed that deixis did not foresee: its log (stderr) has the details. Other calls still work.'
  return { content: [{ type: 'text', text }], isError: true }
}
