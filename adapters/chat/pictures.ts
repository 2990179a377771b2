import { DeixisError, throwIfAborted, UserInputError } from '../../src/errors.js'
import { MAX_BYTES } from '../../src/image/limits.js'
import { decodeImage } from '../../src/image/load.js'
import { displayName, tooManyBytes } from '../../src/image/messages.js'
import { resample } from '../../src/image/resample.js'
import type { Deixis, Image } from '../../src/index.js'
import { counted } from '../../src/language/lexicon/morphology.js'
import { Picture } from '../../src/mask/picture.js'
import { MAX_KEPT_BYTES } from '../../src/pictures.js'
import type { InboundImage } from '../chat.js'

const UNNAMED = 'picture'
/** More at once are refused: nobody talks about so many. */
const MAX_PICTURES = 10
/** A platform that takes longer has lost the picture. */
const LOAD_MS = 60_000

/**
 * Opens the pictures of one message in their order, and hands each over before it opens the next: ten large ones need
 * not be in memory together. Throws what is wrong with the first that can't be opened.
 *
 * @returns what the person should know of them
 */
export async function openPictures(
  incoming: readonly InboundImage[],
  deixis: Pick<Deixis, 'open'>,
  signal: AbortSignal,
  show: (image: Image) => void,
): Promise<string[]> {
  const count = incoming.length
  if (count > MAX_PICTURES) {
    throw new UserInputError('bad-input', `Send at most ${MAX_PICTURES} pictures at once.`)
  }
  const notes: string[] = []
  for (const [i, one] of incoming.entries()) {
    try {
      const { image, note } = await open(one, deixis, signal)
      show(image)
      if (note) notes.push(note)
      if (count > 1 && i === count - 1) {
        notes.push(`I opened ${counted(count, 'picture')}; this is about the last one, "${image.name}".`)
      }
    } catch (error) {
      if (count === 1 || !(error instanceof UserInputError)) throw error
      const message = `Picture ${i + 1} of ${count}: ${error.message}`
      throw new UserInputError(error.code, message, { cause: error })
    }
  }
  return notes
}

async function open(
  incoming: InboundImage,
  deixis: Pick<Deixis, 'open'>,
  signal: AbortSignal,
): Promise<{ image: Image; note?: string }> {
  const name = displayName(incoming.name)
  if ((incoming.size ?? 0) > MAX_BYTES) throw tooManyBytes(name)
  const bytes = await load(incoming, signal)
  throwIfAborted(signal)
  const isLarge = bytes.length > MAX_KEPT_BYTES
  const kept = isLarge ? await smallerCopy(await decodeImage(bytes, name)) : bytes
  const opened = await deixis.open(kept, { signal, name })
  // Somebody else may have sent the same file: what they call it is their business.
  const image = { ...opened, name: name || UNNAMED }
  if (!isLarge) return { image }
  const size = `${image.width} × ${image.height} pixels`
  return { image, note: `"${image.name}" is a large file: I work on a smaller copy, a JPEG of ${size}.` }
}

async function load(incoming: InboundImage, signal: AbortSignal): Promise<Uint8Array> {
  const late = AbortSignal.timeout(LOAD_MS)
  const either = AbortSignal.any([signal, late])
  const withdrawn = new Promise<never>((_, reject) => {
    either.addEventListener('abort', () => reject(either.reason), { once: true })
  })
  try {
    return await Promise.race([incoming.load(either), withdrawn])
  } catch (cause) {
    throwIfAborted(signal)
    if (cause instanceof DeixisError && !late.aborted) throw cause
    throw new UserInputError('fetch-failed', 'The picture did not arrive: send it again.', { cause })
  }
}

/** Small enough to be kept with the conversation: a larger file could not be opened again after a restart. */
async function smallerCopy(image: Image): Promise<Uint8Array> {
  const whole = { x0: 0, y0: 0, x1: image.width, y1: image.height }
  for (let scale = 1; ; scale *= 0.7) {
    const size = {
      width: Math.max(1, Math.round(image.width * scale)),
      height: Math.max(1, Math.round(image.height * scale)),
    }
    const pixels = scale === 1 ? image.pixels : resample(image.pixels, image, whole, size)
    const copy = await new Picture(pixels, size, 3).encode('jpeg', 90)
    if (copy.length <= MAX_KEPT_BYTES) return copy
  }
}
