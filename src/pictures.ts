import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LRUCache } from 'lru-cache'
import { fileBytes, type ImageSource, type Pictures } from './conversation/album.js'
import { UserInputError } from './errors.js'
import type { Access } from './image/access.js'
import type { Image } from './image/image.js'
import { openImage } from './image/load.js'

/** Pictures kept decoded, in bytes of pixels and of what they were decoded from. */
const CACHE_BYTES = 512 * 1024 * 1024
/** Pictures given as bytes are remembered as such up to this size: larger ones have to be given again after a restart. */
export const MAX_KEPT_BYTES = 8 * 1024 * 1024
const IMAGE_ID = /^[0-9a-f]{16}$/

/** Pictures that were opened, by id, and where each came from. */
export interface PictureCache extends Pictures {
  /** A path, a `file://`, `https://` or `data:` address, the bytes of a file, or the id of a picture opened before. */
  open(
    source: string | URL | Uint8Array,
    options: { signal?: AbortSignal | undefined; name?: string | undefined },
  ): Promise<Image>
  /** Lets go of a picture's pixels and bytes. */
  drop(id: string): void
}

/** @param access what may be read */
export function createPictures(access: Access): PictureCache {
  const opened = new LRUCache<string, { image: Image; source: ImageSource | undefined }>({
    maxSize: CACHE_BYTES,
    sizeCalculation: ({ image, source }) => image.pixels.length + fileBytes([{ source }]),
  })
  const known = (id: string) => opened.get(id)?.image

  return {
    known,
    sourceOf: (id) => opened.get(id)?.source,
    reopen: (source, signal) => open(placeOf(source), { signal }),
    async open(source, options) {
      return typeof source === 'string' && IMAGE_ID.test(source) ? openBefore(source) : open(source, options)
    },
    drop: (id) => void opened.delete(id),
  }

  async function open(
    source: string | URL | Uint8Array,
    options: { signal?: AbortSignal | undefined; name?: string | undefined },
  ): Promise<Image> {
    const image = await openImage(source, access, { ...options, cached: known })
    opened.set(image.id, { image, source: sourceFrom(source) })
    return image
  }

  function openBefore(id: string): Image {
    const image = known(id)
    if (image) return image
    const ids = [...opened.keys()].slice(0, 10)
    const hint = ids.length > 0 ? `Known are ${ids.join(', ')}.` : 'None is open yet.'
    throw new UserInputError(
      'unknown-image',
      `No picture with this id is open. ${hint} Open it again by its path.`,
    )
  }
}

/** `undefined` where it could not be opened again. */
function sourceFrom(source: string | URL | Uint8Array): ImageSource | undefined {
  if (source instanceof Uint8Array) return bytesSource(source)
  const text = source.toString()
  if (/^data:/i.test(text)) return bytesSource(Buffer.from(text.slice(text.indexOf(',') + 1), 'base64'))
  if (/^file:/i.test(text)) return { kind: 'path', path: fileURLToPath(text) }
  return /^https:/i.test(text) ? { kind: 'address', address: text } : { kind: 'path', path: resolve(text) }
}

function bytesSource(bytes: Uint8Array): ImageSource | undefined {
  return bytes.length <= MAX_KEPT_BYTES ? { kind: 'bytes', bytes } : undefined
}

function placeOf(source: ImageSource): string | Uint8Array {
  switch (source.kind) {
    case 'path':
      return source.path
    case 'address':
      return source.address
    case 'bytes':
      return source.bytes
  }
}
