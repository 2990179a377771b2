import type { Attachment, Client, Message } from 'discord.js'
import { LRUCache } from 'lru-cache'
import { UserInputError } from '../../src/errors.js'
import { MAX_BYTES } from '../../src/image/limits.js'
import { tooManyBytes } from '../../src/image/messages.js'
import type { InboundImage } from '../chat.js'
import { download } from './download.js'

/** Where Discord keeps what people upload. */
const HOSTS: readonly string[] = ['https://cdn.discordapp.com', 'https://media.discordapp.net']

/** Between the choice of a menu entry and the words typed into its modal. */
const REMEMBERED_MS = 15 * 60_000
const MAX_REMEMBERED = 500

/** Where an attachment can be found again. */
interface Place {
  readonly channelId: string
  readonly messageId: string
}

/** Pictures that people have uploaded to Discord. */
export interface Pictures {
  /** A file given to a command. */
  given(attachment: Attachment | null): readonly InboundImage[]
  /** The pictures of a message; where it has other files alone, those, so that somebody says why they are of no use. */
  of(message: Message): readonly InboundImage[]
  /** Keeps what a message shows, since a modal's answer does not name the message and nobody else may read it again. */
  remember(message: Message): void
  /** What {@link remember} was told; after a restart, the first picture of the message if the bot can read it. */
  recall(place: Place): readonly InboundImage[]
}

export function createPictures(client: Client, api: string | undefined): Pictures {
  const remembered = new LRUCache<string, readonly InboundImage[]>({
    max: MAX_REMEMBERED,
    ttl: REMEMBERED_MS,
  })
  const origins = api === undefined ? HOSTS : [...HOSTS, new URL(api).origin]

  function inboundImage(attachment: Attachment, place?: Place): InboundImage {
    const { id, name, contentType, size, url } = attachment
    return {
      name,
      mimeType: contentType ?? undefined,
      size,
      async load(signal) {
        if (!isPicture(attachment)) throw notAPicture()
        if (size > MAX_BYTES) throw tooManyBytes(name)
        const bytes = await download(ownAddress(url, origins), signal)
        if (bytes !== 'gone') return bytes
        const fresh = place && (await read(client, place))?.attachments.get(id)
        const again = fresh ? await download(ownAddress(fresh.url, origins), signal) : 'gone'
        if (again !== 'gone') return again
        throw new UserInputError(
          'image-not-found',
          'This picture is no longer at the address that Discord gave. Upload it again.',
        )
      },
    }
  }

  function of(message: Message): readonly InboundImage[] {
    const files = [...message.attachments.values()]
    const pictures = files.filter(isPicture)
    const place = { channelId: message.channelId, messageId: message.id }
    return (pictures.length > 0 ? pictures : files).map((each) => inboundImage(each, place))
  }

  function unseen(place: Place): InboundImage {
    return {
      name: 'picture',
      async load(signal) {
        const message = await read(client, place)
        const [first] = message ? of(message) : []
        if (first) return first.load(signal)
        throw new UserInputError(
          'no-image',
          'That message can no longer be read. Open its menu again, or upload the picture with /segment.',
        )
      },
    }
  }

  return {
    given: (attachment) => (attachment ? [inboundImage(attachment)] : []),
    of,
    remember: (message) => void remembered.set(message.id, of(message)),
    recall: (place) => remembered.get(place.messageId) ?? [unseen(place)],
  }
}

/** None where the bot may not read, or the message is gone. */
async function read(client: Client, { channelId, messageId }: Place): Promise<Message | undefined> {
  try {
    const channel = await client.channels.fetch(channelId)
    return channel?.isTextBased()
      ? await channel.messages.fetch({ message: messageId, force: true })
      : undefined
  } catch {
    return undefined
  }
}

function isPicture({ contentType }: Attachment): boolean {
  return contentType === null || contentType.startsWith('image/')
}

function notAPicture(): UserInputError {
  return new UserInputError(
    'not-an-image',
    'This file is not a picture. Upload a JPEG, PNG, WebP, GIF, TIFF or AVIF.',
  )
}

/** Addresses come with messages: no other server is ever asked. */
function ownAddress(address: string, origins: readonly string[]): URL {
  const url = new URL(address)
  if (origins.includes(url.origin)) return url
  throw new UserInputError(
    'forbidden-address',
    'Only pictures that are uploaded to Discord are read. Upload it.',
  )
}
