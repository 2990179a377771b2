import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js'
import { LRUCache } from 'lru-cache'
import { UserInputError } from '../../src/errors.js'
import type { Conversation } from '../../src/index.js'
import { reportRegion } from '../../tools/report.js'
import { notFound } from './contents.js'
import type { ServerOptions } from './options.js'

const MAX_TALKS = 50
const MAX_LISTED = 200

/**
 * Serves the regions of the conversations that this session has taken part in as
 * `deixis://conversation/{conversation}/region/{id}`: ids of regions mean something in their conversation alone.
 */
export function registerRegions(
  server: McpServer,
  { deixis }: Pick<ServerOptions, 'deixis'>,
): { remember(conversation: string): void } {
  const talks = new LRUCache<string, true>({ max: MAX_TALKS })
  const names = () => [...talks.keys()]

  async function talkNamed(name: string): Promise<Conversation | undefined> {
    return talks.has(name) ? (await deixis()).conversation(name) : undefined
  }

  const template = new ResourceTemplate('deixis://conversation/{conversation}/region/{id}', {
    list: async () => {
      const found = await Promise.all(names().map(entriesOf))
      return { resources: found.flat().slice(0, MAX_LISTED) }
    },
    complete: {
      conversation: (value) => names().filter((name) => name.startsWith(value)),
      id: async (value, context) => {
        const talk = await talkNamed(context?.arguments?.conversation ?? '')
        return (talk?.regions ?? []).map(({ id }) => id).filter((id) => id.startsWith(value))
      },
    },
  })

  async function entriesOf(conversation: string) {
    const talk = await talkNamed(conversation)
    return (talk?.regions ?? []).map(({ id, label }) => ({
      uri: `deixis://conversation/${conversation}/region/${id}`,
      name: `${id} ${label}`,
    }))
  }

  const about = {
    title: 'Regions',
    description: 'A region with its box and its mask as COCO run-length.',
    mimeType: 'application/json',
  }
  server.registerResource('region', template, about, async (uri, { conversation, id }) => {
    const talk = await talkNamed(String(conversation))
    if (!talk) throw notFound('This session has taken part in no such conversation.')
    try {
      const image = talk.imageOf(String(id))
      const region = { image_id: image.id, ...reportRegion(talk.region(String(id)), image, true) }
      return { contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(region) }] }
    } catch (error) {
      throw error instanceof UserInputError ? notFound(error.message) : error
    }
  })

  return { remember: (conversation) => void talks.set(conversation, true) }
}
