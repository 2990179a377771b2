import { type Component, Flag, invalid, Kind, type Message } from './wire.js'

const MAX_COMPONENTS = 40
const MAX_TEXT = 4000
const MAX_PLAIN_TEXT = 2000

const TOP_LEVEL: readonly number[] = [
  Kind.row,
  Kind.section,
  Kind.text,
  Kind.gallery,
  Kind.file,
  Kind.separator,
  Kind.container,
]

/** What Discord refuses in a message. https://discord.com/developers/docs/components/reference */
export function checkMessage(
  message: Pick<Message, 'flags' | 'content' | 'embeds' | 'components' | 'attachments'>,
): void {
  const { flags, content, embeds, components, attachments } = message
  if (flags & Flag.componentsV2) {
    if (content !== '' || embeds.length > 0) throw invalid('IS_COMPONENTS_V2 excludes content and embeds')
    if (components.length === 0) throw invalid('components: required')
    for (const { type } of components)
      if (!TOP_LEVEL.includes(type)) throw invalid(`no place for type ${type}`)
  } else {
    if (content.length > MAX_PLAIN_TEXT) throw invalid('content: 2000 or fewer')
    if (content === '' && embeds.length + components.length + attachments.length === 0) {
      throw invalid('cannot send an empty message')
    }
    for (const { type } of components) {
      if (type !== Kind.row) throw invalid(`type ${type} needs IS_COMPONENTS_V2`)
    }
  }
  const all = components.flatMap(flatten)
  between('components', all.length, 0, MAX_COMPONENTS)
  const text = all.reduce(
    (length, part) => length + (part.type === Kind.text ? (part.content?.length ?? 0) : 0),
    0,
  )
  if (text > MAX_TEXT) throw invalid(`text: ${text} of ${MAX_TEXT} characters`)
  const ids = all.flatMap(({ custom_id }) => custom_id ?? [])
  if (new Set(ids).size < ids.length) throw invalid('custom_id: duplicated')
  const names = attachments.map(({ filename }) => filename)
  const media = (url = '') => {
    const [, name] = /^attachment:\/\/(.+)$/.exec(url) ?? []
    if (name !== undefined ? !names.includes(name) : !/^https?:/.test(url)) throw invalid('media: not there')
  }
  for (const part of all) CHECKS[part.type]?.(part, media)
}

/** What Discord refuses in a modal. */
export function checkModal(title: unknown, customId: unknown, components: readonly Component[]): void {
  between('title', length(title), 1, 45)
  between('custom_id', length(customId), 1, 100)
  between('components', components.length, 1, 5)
  for (const { type, label, component } of components) {
    if (type !== Kind.label || !component) throw invalid('a modal holds labels')
    between('label', length(label), 1, 45)
    between('custom_id', length(component.custom_id), 1, 100)
    between('placeholder', length(component.placeholder), 0, 100)
  }
}

export function flatten(part: Component): Component[] {
  const inside = [...(part.components ?? []), ...(part.accessory ? [part.accessory] : [])]
  return [part, ...inside.flatMap(flatten)]
}

type Check = (part: Component, media: (url: string | undefined) => void) => void

const CHECKS: Readonly<Record<number, Check>> = {
  [Kind.row]({ components: inside = [] }) {
    const buttons = inside.every(({ type }) => type === Kind.button)
    between('components of a row', inside.length, 1, buttons ? 5 : 1)
  },
  [Kind.container]: ({ components = [] }) =>
    between('components of a container', components.length, 1, MAX_COMPONENTS),
  [Kind.text]: ({ content }) => between('content', length(content), 1, MAX_TEXT),
  [Kind.button]({ label, custom_id }) {
    between('label', length(label), 1, 80)
    between('custom_id', length(custom_id), 1, 100)
  },
  [Kind.select]: checkSelect,
  [Kind.gallery]({ items = [] }, media) {
    between('items', items.length, 1, 10)
    for (const item of items) {
      media(item.media.url)
      between('description', length(item.description), 0, 1024)
    }
  },
  [Kind.file]: ({ file }, media) => media(file?.url),
}

function checkSelect({
  custom_id,
  placeholder,
  options = [],
  min_values = 1,
  max_values = 1,
}: Component): void {
  between('custom_id', length(custom_id), 1, 100)
  between('placeholder', length(placeholder), 0, 150)
  between('options', options.length, 1, 25)
  between('max_values', max_values, Math.max(1, min_values), options.length)
  for (const { label, value, description } of options) {
    between('label', length(label), 1, 100)
    between('value', length(value), 1, 100)
    between('description', length(description), 0, 100)
  }
  if (new Set(options.map(({ value }) => value)).size < options.length)
    throw invalid('options: duplicated value')
}

const length = (text: unknown) => (typeof text === 'string' ? text.length : 0)

function between(what: string, value: number, least: number, most: number): void {
  if (value < least || value > most) throw invalid(`${what}: ${value} is not from ${least} to ${most}`)
}
