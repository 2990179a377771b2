import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { throwIfAborted, UserInputError } from '../errors.js'
import type { Size } from '../geometry.js'
import { type Access, readAllowedFile } from './access.js'
import { fetchBytes } from './fetch.js'
import type { Image } from './image.js'
import { MAX_BYTES, MAX_PIXELS } from './limits.js'
import { displayName, tooManyBytes } from './messages.js'
import { checkFormat } from './sniff.js'

const UNNAMED = 'picture'

export interface OpenOptions {
  signal?: AbortSignal | undefined
  /** A picture decoded before, by its id: it is not decoded again. */
  cached?: ((id: string) => Image | undefined) | undefined
  /** What a picture that comes as bytes is called. */
  name?: string | undefined
}

/** Opens a path, a `file://`, `https://` or `data:` address, or the bytes of a picture file, as far as `access` allows. */
export async function openImage(
  source: string | URL | Uint8Array,
  access: Access,
  { signal, cached, name: given = UNNAMED }: OpenOptions = {},
): Promise<Image> {
  if (signal) throwIfAborted(signal)
  const { bytes, name = given } = await readSource(source, access, signal)
  if (signal) throwIfAborted(signal)
  const known = cached?.(imageId(bytes))
  // By its own name: whoever opened the same picture before may have called it otherwise.
  return known ? { ...known, name: nameOf(name) } : decodeImage(bytes, name)
}

function nameOf(source: string): string {
  return displayName(source) || UNNAMED
}

/** First 16 hexadecimal digits of the SHA-256 of a picture file. */
function imageId(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}

/**
 * Upright sRGB pixels of the first frame in a picture file; what is transparent becomes white.
 *
 * @param source a path or name, for messages and {@link Image.name}
 */
export async function decodeImage(bytes: Uint8Array, source: string): Promise<Image> {
  const name = nameOf(source)
  if (bytes.length > MAX_BYTES) throw tooManyBytes(name)
  if (bytes.length === 0) throw damaged(name)
  checkFormat(bytes)
  const { data, info } = await decode(bytes, name)
  return {
    id: imageId(bytes),
    width: info.width,
    height: info.height,
    // Not the Buffer itself, whose slice() would hand out views to write through.
    pixels: new Uint8Array(data.buffer, data.byteOffset, data.length),
    name,
  }
}

async function decode(bytes: Uint8Array, name: string): Promise<{ data: Buffer; info: Size }> {
  try {
    const header = await sharp(bytes, { limitInputPixels: false }).metadata()
    checkPixels(header, name)
    return await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'warning', autoOrient: true })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
  } catch (cause) {
    throw cause instanceof UserInputError ? cause : damaged(name, cause)
  }
}

function checkPixels({ width, height }: Size, name: string): void {
  if (width * height <= MAX_PIXELS) return
  throw new UserInputError(
    'image-too-large',
    `"${name}" has ${width} × ${height} pixels; the limit is ${MAX_PIXELS / 1e6} megapixels. ` +
      'Scale it down and try again.',
  )
}

function damaged(name: string, cause?: unknown): UserInputError {
  return new UserInputError('bad-image', `"${name}" is damaged or cut short. Save or download it again.`, {
    cause,
  })
}

async function readSource(
  source: string | URL | Uint8Array,
  access: Access,
  signal: AbortSignal | undefined,
): Promise<{ bytes: Uint8Array; name?: string }> {
  if (source instanceof Uint8Array) return { bytes: source }
  const text = source.toString()
  if (/^data:/i.test(text)) return { bytes: decodeDataUri(text) }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) && !/^file:/i.test(text)) return readAddress(text, access, signal)
  const path = /^file:/i.test(text) ? filePath(text) : text
  return { bytes: await readAllowedFile(path, access), name: path }
}

async function readAddress(
  text: string,
  access: Access,
  signal: AbortSignal | undefined,
): Promise<{ bytes: Uint8Array; name: string }> {
  if (access.https === false) {
    throw new UserInputError(
      'forbidden-address',
      'Fetching from the web is switched off here. Give the path of a file.',
    )
  }
  if (!URL.canParse(text)) throw new UserInputError('bad-input', 'This is no complete https:// address.')
  const url = new URL(text)
  return { bytes: await fetchBytes(url, signal), name: url.pathname }
}

function filePath(text: string): string {
  try {
    return fileURLToPath(text)
  } catch (cause) {
    throw new UserInputError(
      'bad-input',
      'This file:// address names no file of this machine. Write file:///folder/picture.jpg, or give the path.',
      { cause },
    )
  }
}

function decodeDataUri(text: string): Uint8Array {
  const comma = text.indexOf(',')
  const isBase64 = /^data:[^,]*;base64$/i.test(text.slice(0, comma))
  const encoded = text.slice(comma + 1)
  if (!isBase64 || !/^[A-Za-z0-9+/_-]+={0,2}\s*$/.test(encoded)) {
    throw new UserInputError(
      'bad-input',
      'A data: address must read data:image/png;base64, followed by base64. For larger pictures give a path instead.',
    )
  }
  if (encoded.length > (MAX_BYTES * 4) / 3 + 4) throw tooManyBytes(UNNAMED)
  return Buffer.from(encoded, 'base64')
}
