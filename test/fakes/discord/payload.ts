import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { checkMessage } from './rules.js'
import { ApiError, type Component, Flag, invalid, type Message, type Payload } from './wire.js'
import type { World } from './world.js'

export const MAX_FILE_BYTES = 10 * 1024 * 1024
const MAX_REQUEST_BYTES = 25 * 1024 * 1024

/** The JSON of a request, and the files of a multipart one. */
export async function readPayload(request: IncomingMessage): Promise<Payload> {
  const type = request.headers['content-type'] ?? ''
  const bytes = await buffer(request)
  const files: Payload['files'] = new Map()
  if (!type.startsWith('multipart/form-data')) {
    return { body: bytes.length > 0 ? JSON.parse(bytes.toString()) : {}, files }
  }
  if (bytes.length > MAX_REQUEST_BYTES) throw tooLarge()
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  for (const [key, value] of form) {
    if (typeof value === 'string') continue
    if (value.size > MAX_FILE_BYTES) throw tooLarge()
    const [, number] = /^files\[(\d+)\]$/.exec(key) ?? []
    if (number === undefined) throw invalid(`${key}: unknown field`)
    files.set(number, { name: value.name, type: value.type, data: new Uint8Array(await value.arrayBuffer()) })
  }
  const json = form.get('payload_json')
  return { body: typeof json === 'string' ? JSON.parse(json) : {}, files }
}

/**
 * Puts what a request says into a message, as Discord does: fields that are not named stay, attachments that are listed
 * without a file are kept.
 */
export function applyPayload(world: World, message: Message, { body, files }: Payload): void {
  const flags = message.flags | (Number(body.flags ?? 0) & (Flag.componentsV2 | Flag.ephemeral))
  const next = {
    flags: flags & ~Flag.loading,
    content: typeof body.content === 'string' ? body.content : body.content === null ? '' : message.content,
    embeds: Array.isArray(body.embeds) ? body.embeds : message.embeds,
    components: Array.isArray(body.components) ? (body.components as Component[]) : message.components,
    attachments: message.attachments,
  }
  const listed = body.attachments as { id: string; description?: string | null }[] | undefined
  if (listed) next.attachments = message.attachments.filter(({ id }) => listed.some((each) => each.id === id))
  const added = [...files].map(([number, { name, type, data }]) => {
    const description = listed?.find(({ id }) => id === number)?.description ?? undefined
    return world.addFile(message.channel_id, { name, type, data, ...(description && { description }) })
  })
  next.attachments = [...next.attachments, ...added]
  checkMessage(next)
  const { parse } = (body.allowed_mentions ?? {}) as { parse?: unknown[] }
  if (parse === undefined || parse.length > 0)
    world.violations.push('A message may ping people: allowed_mentions')
  Object.assign(message, next)
}

function tooLarge(): ApiError {
  return new ApiError(413, 40005, 'Request entity too large')
}
