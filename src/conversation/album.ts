import { UserInputError } from '../errors.js'
import type { Image, ImageInfo } from '../image/image.js'

/** Where a picture can be had again. */
export type ImageSource =
  /** Absolute */
  | { readonly kind: 'path'; readonly path: string }
  /** https:// */
  | { readonly kind: 'address'; readonly address: string }
  /** The encoded file itself, where there is nothing to go back to. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }

/** A picture that a conversation is about. */
export interface Remembered extends ImageInfo {
  readonly source?: ImageSource | undefined
}

/** What the files that are kept of pictures take, in bytes. */
export function fileBytes(album: readonly Pick<Remembered, 'source'>[]): number {
  return album.reduce((sum, { source }) => sum + (source?.kind === 'bytes' ? source.bytes.length : 0), 0)
}

/** Opened pictures, and the way to open one again. */
export interface Pictures {
  /** The pixels, while they are cached. */
  known(id: string): Image | undefined
  /** `undefined` for a picture that can't be opened again. */
  sourceOf(id: string): ImageSource | undefined
  /** Throws as opening does. */
  reopen(source: ImageSource, signal: AbortSignal): Promise<Image>
}

/** For conversations about pictures that come and go as pixels. */
export const NO_PICTURES: Pictures = {
  known: () => undefined,
  sourceOf: () => undefined,
  reopen: () => Promise.reject(new Error('there is no source to open')),
}

/** The picture with its pixels. Throws `image-not-found` where its file is gone or is another one by now. */
export async function withPixels(
  { id, name, source }: Remembered,
  pictures: Pictures,
  signal: AbortSignal,
): Promise<Image> {
  const known = pictures.known(id)
  if (known) return { ...known, name } // the same picture may go by another name elsewhere
  const still = 'Without it "undo", "why?" and the ids of regions still work.'
  if (!source) {
    throw new UserInputError(
      'image-not-found',
      `The picture "${name}" came without a file and is no longer at hand: give it again. ${still}`,
    )
  }
  const image = await pictures.reopen(source, signal).catch((error: unknown) => {
    if (!(error instanceof UserInputError) || error.code !== 'image-not-found') throw error
    throw new UserInputError(
      'image-not-found',
      `The file of "${name}" is gone: open it again from where it is now. ${still}`,
      { cause: error },
    )
  })
  if (image.id === id) return { ...image, name }
  throw new UserInputError(
    'image-not-found',
    `The file of "${name}" has changed since this conversation saw it: open it as a new picture, or bring back the former file. ${still}`,
  )
}
