import type { App } from '@modelcontextprotocol/ext-apps'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import type { AnswerData, RegionData } from '../../tools/report.js'
import { blobFrom } from './app-link.js'
import type { Link } from './link.js'
import type { Given } from './viewer.js'

type Found = Omit<Given, 'asked'>

/** With more regions than these masks would hide the picture, and fetching them take its time. */
const MAX_MASKS = 60

/** What a tool answered to the assistant, with the masks that it left out; nothing for a failure. */
export async function givenBy(app: App, link: Link, result: CallToolResult): Promise<Found | undefined> {
  const data = result.structuredContent as unknown as AnswerData | undefined
  if (result.isError || !data?.regions) return undefined
  if (!app.getHostCapabilities()?.serverResources) return pictureAlone(data, result)
  const [photo, regions] = await Promise.all([
    link.picture(data.image_id),
    Promise.all(
      data.regions.slice(0, MAX_MASKS).map((region) => withMask(app, data.conversation_id, region)),
    ),
  ])
  return { data: { ...data, regions }, photo }
}

async function withMask(app: App, conversation: string, region: RegionData): Promise<RegionData> {
  if (region.mask) return region
  const uri = `deixis://conversation/${conversation}/region/${region.id}`
  const { contents } = await app.readServerResource({ uri })
  const [content] = contents
  return content && 'text' in content ? (JSON.parse(content.text) as RegionData) : region
}

/** Where the host reads no resources: the overlay that came with the answer. */
function pictureAlone(data: AnswerData, { content }: CallToolResult): Found | undefined {
  const image = content.find((block) => block.type === 'image')
  return image && { data: { ...data, regions: [] }, photo: blobFrom(image.data, image.mimeType) }
}
