import type { Size } from '../geometry.js'

/** Upright 8-bit sRGB pixels. Immutable: every engine and every cache shares them by {@link Image.id}. */
export interface Image extends Size {
  /** Content hash of the source bytes: 16 hexadecimal digits. The same file opened twice has the same id. */
  readonly id: string
  readonly width: number
  readonly height: number
  /** RGB, row-major, `height * width * 3` bytes. */
  readonly pixels: Uint8Array
  /** What the user called it: a file's base name or the last part of an address; for messages alone. */
  readonly name: string
}

/** What is known of an image without its pixels. */
export type ImageInfo = Omit<Image, 'pixels'>
