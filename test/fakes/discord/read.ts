import { flatten } from './rules.js'
import { type Component, Kind, type Message, type StoredFile } from './wire.js'

/** What somebody sees who looks at a message. */

export function textOf({ content, components }: Message): string {
  const parts = all(components, Kind.text).map((part) => part.content ?? '')
  return [content, ...parts].filter((part) => part !== '').join('\n')
}

export function buttonsOf(message: Message): string[] {
  return all(message.components, Kind.button).map(({ label }) => label ?? '')
}

export function menusOf(message: Message): Component[] {
  return all(message.components, Kind.select)
}

/** The pictures that are shown, with the words for those who cannot see them. */
export function picturesOf(message: Message): (StoredFile & { alt: string | undefined })[] {
  return all(message.components, Kind.gallery)
    .flatMap(({ items }) => items ?? [])
    .flatMap(({ media, description }) =>
      attached(message, media.url).map((file) => ({ ...file, alt: description })),
    )
}

/** Files that are offered for download. */
export function filesOf(message: Message): StoredFile[] {
  return all(message.components, Kind.file).flatMap(({ file }) => attached(message, file?.url ?? ''))
}

function all(components: readonly Component[], kind: number): Component[] {
  return components.flatMap(flatten).filter(({ type }) => type === kind)
}

function attached({ attachments }: Message, url: string): StoredFile[] {
  return attachments.filter(({ filename }) => url === `attachment://${filename}`)
}
