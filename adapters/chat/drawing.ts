import { UserInputError } from '../../src/errors.js'
import type { Image, ImageInfo, Region } from '../../src/index.js'
import type { Encoding, Picture } from '../../src/mask/picture.js'
import { renderCutout, renderMarks, renderOverlay } from '../../src/mask/render.js'
import { mimeTypeOf, stemOf } from '../../tools/files.js'
import { encodeRegions, FORMATS, type Format } from '../../tools/formats.js'
import { SAVED_SIDE } from '../../tools/report.js'
import type { ReplyFile } from '../chat.js'
import { altOf } from './legend.js'

export interface DrawingOptions {
  /** Largest file that a reply may carry. */
  readonly maxBytes: number
  /** What marked pictures are written as. */
  readonly encoding?: Encoding | undefined
}

/** A picture of a conversation, whose pixels are loaded when they are needed. */
export interface Subject {
  readonly image: ImageInfo
  readonly regions: readonly Region[]
  pixels(): Promise<Image>
}

export interface Drawn {
  readonly file: ReplyFile
  /** What the person should know of it. */
  readonly note?: string | undefined
}

/** Draws what a reply shows, and keeps it within what the platform takes. */
export interface Drawing {
  /** `marks`: numbered boxes. `overlay`: tinted and outlined, with the same numbers. */
  marked(subject: Subject, how: 'marks' | 'overlay'): Promise<Drawn>
  cutout(subject: Subject): Promise<Drawn>
  /** Throws `bad-input` for a file that is too large for the platform and no picture that could be scaled down. */
  exported(subject: Subject, format: Format, labels: readonly string[]): Promise<Drawn>
}

const EXTENSIONS: Readonly<Record<Encoding, string>> = { jpeg: 'jpg', png: 'png', webp: 'webp' }
/** How the formats that are pictures show regions. */
const SHOWN_AS: Readonly<Partial<Record<Format, string>>> = { png: 'white on black', svg: 'as outlines' }

export function createDrawing({ maxBytes, encoding = 'jpeg' }: DrawingOptions): Drawing {
  const drawing: Drawing = {
    async marked(subject, how) {
      const render = how === 'marks' ? renderMarks : renderOverlay
      const picture = await render(await subject.pixels(), subject.regions, { maxSide: SAVED_SIDE })
      return fitted(picture, encoding, nameOf(subject, how), altOf(subject, 'marked by number'))
    },
    async cutout(subject) {
      const picture = await renderCutout(await subject.pixels(), subject.regions, { crop: true })
      return fitted(
        picture,
        'png',
        nameOf(subject, 'cutout'),
        altOf(subject, 'cut out, on a transparent background'),
      )
    },
    async exported(subject, format, labels) {
      switch (format) {
        case 'cutout':
          return drawing.cutout(subject)
        case 'overlay': {
          const picture = await renderOverlay(await subject.pixels(), subject.regions)
          return fitted(picture, 'jpeg', nameOf(subject, format), altOf(subject, 'marked by number'))
        }
        default:
          return encoded(subject, format, labels)
      }
    },
  }
  return drawing

  async function fitted(picture: Picture, format: Encoding, name: string, alt: string): Promise<Drawn> {
    const data = await picture.encode(format)
    if (data.length <= maxBytes) return { file: fileOf(name, EXTENSIONS[format], data, alt) }
    const small = await picture.preview(maxBytes)
    return {
      file: fileOf(name, 'webp', small.data, alt),
      note: `The picture is scaled down to ${small.width} × ${small.height} pixels, since larger files can't be sent here.`,
    }
  }

  async function encoded(subject: Subject, format: Format, labels: readonly string[]): Promise<Drawn> {
    const content = await encodeRegions(format, subject, subject.regions, labels)
    const data = typeof content === 'string' ? Buffer.from(content) : content
    if (data.length > maxBytes) {
      throw new UserInputError(
        'bad-input',
        `That file has ${megabytes(data.length)}, and at most ${megabytes(maxBytes)} can be sent here: export fewer regions, or as rle.`,
      )
    }
    const shows = SHOWN_AS[format]
    const alt = shows && altOf(subject, shows)
    return { file: fileOf(nameOf(subject, format), FORMATS[format], data, alt) }
  }
}

function nameOf({ image }: Subject, what: string): string {
  return `${stemOf(image)}-${what}`
}

function fileOf(name: string, extension: string, data: Uint8Array, alt: string | undefined): ReplyFile {
  const file = `${name}.${extension}`
  return { name: file, data, mimeType: mimeTypeOf(file), alt }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
