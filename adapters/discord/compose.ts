import {
  type AttachmentPayload,
  ContainerBuilder,
  FileBuilder,
  MediaGalleryBuilder,
  TextDisplayBuilder,
} from 'discord.js'
import type { Reply, ReplyFile } from '../chat.js'
import { controls } from './controls.js'
import { chooseFiles } from './files.js'
import { MAX_ALT, MAX_TEXT } from './limits.js'
import { clip, escapeMarkup } from './markdown.js'

/** Formats that Discord shows; others are offered as files. */
const SHOWN: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']

/** The rest is for the words of an answer, however long its legend is. */
const MAX_LEGEND = MAX_TEXT / 2

/** The content of a message, for every way of sending one. */
export interface Composed {
  readonly components: [ContainerBuilder]
  readonly files: AttachmentPayload[]
}

interface Target {
  readonly conversationId: string
  /** Largest file, in bytes. */
  readonly limit: number
}

/** A reply as a message: words, pictures, a legend, files, and what can be pressed. */
export function compose(
  { text, legend = [], files, actions }: Reply,
  { conversationId, limit }: Target,
): Composed {
  const { chosen, note } = chooseFiles(files, limit)
  const shown = chosen.filter(({ mimeType }) => SHOWN.includes(mimeType))
  const offered = chosen.filter((file) => !shown.includes(file))
  const lines = clip(legend.map(escapeMarkup).join('\n'), MAX_LEGEND)
  const words = [escapeMarkup(text), note].filter((part) => part !== '').join('\n')

  const container = new ContainerBuilder()
  addText(container, clip(words, MAX_TEXT - lines.length))
  if (shown.length > 0) container.addMediaGalleryComponents(gallery(shown))
  addText(container, lines)
  for (const { name } of offered) {
    container.addFileComponents(new FileBuilder({ file: { url: `attachment://${name}` } }))
  }
  container.addActionRowComponents(...controls(actions, conversationId))
  if (container.components.length === 0) addText(container, 'Done.')
  return { components: [container], files: chosen.map(attachment) }
}

/** Words alone. */
export function composeText(text: string): Composed {
  return compose({ text, files: [], actions: [] }, { conversationId: '', limit: 0 })
}

/** Discord takes no empty text. */
function addText(container: ContainerBuilder, content: string): void {
  if (content !== '') container.addTextDisplayComponents(new TextDisplayBuilder({ content }))
}

function gallery(pictures: readonly ReplyFile[]): MediaGalleryBuilder {
  return new MediaGalleryBuilder({
    items: pictures.map(({ name, alt }) => ({ media: { url: `attachment://${name}` }, ...describe(alt) })),
  })
}

function attachment({ name, data, alt }: ReplyFile): AttachmentPayload {
  return { name, attachment: Buffer.from(data.buffer, data.byteOffset, data.byteLength), ...describe(alt) }
}

function describe(alt: string | undefined): { description?: string } {
  return alt ? { description: clip(alt, MAX_ALT) } : {}
}
