import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { UserInputError } from '../errors.js'
import type { Size } from '../geometry.js'

export type Encoding = 'png' | 'jpeg' | 'webp'

const ENCODINGS: Readonly<Record<string, Encoding>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.webp': 'webp',
}

const PREVIEW_SIDE = 1024
const PREVIEW_QUALITIES = [85, 70, 50, 30]

/** Drawn pixels, on their way into a file or a message. */
export class Picture implements Size {
  readonly width: number
  readonly height: number
  readonly #data: Uint8Array
  readonly #channels: 1 | 3 | 4

  /** @param data grey, RGB or RGBA, row-major, 8 bits a channel */
  constructor(data: Uint8Array, { width, height }: Size, channels: 1 | 3 | 4) {
    this.width = width
    this.height = height
    this.#data = data
    this.#channels = channels
  }

  /** @param quality 1 to 100; PNG, which loses nothing, takes no notice of it */
  async encode(format: Encoding, quality = 90): Promise<Buffer> {
    return encode(this.#raw(), format, quality)
  }

  /** Writes a file in the format of its extension: .png, .jpg or .webp. */
  async write(path: string): Promise<void> {
    const format = ENCODINGS[extname(path).toLowerCase()]
    if (!format) {
      throw new UserInputError(
        'bad-input',
        'A picture is written as .png, .jpg or .webp: give the file one of these.',
      )
    }
    const file = await this.encode(format)
    await writeFile(path, file).catch((cause) => {
      throw new UserInputError(
        'bad-input',
        'The picture could not be written there. Check that the folder exists and may be written to.',
        { cause },
      )
    })
  }

  /** WebP within `maxBytes`, at most 1024 pixels wide and high: lower quality first, then smaller. */
  async preview(maxBytes: number): Promise<Size & { data: Buffer; mimeType: 'image/webp' }> {
    for (let side = PREVIEW_SIDE; ; side = Math.floor(side * 0.7)) {
      for (const quality of PREVIEW_QUALITIES) {
        const scaled = this.#raw().resize(side, side, { fit: 'inside', withoutEnlargement: true })
        const data = await encode(scaled, 'webp', quality)
        if (data.length <= maxBytes || side === 1)
          return { data, mimeType: 'image/webp', ...this.#within(side) }
      }
    }
  }

  /** The size once scaled down to `side`, as sharp rounds it. */
  #within(side: number): Size {
    const scale = Math.min(1, side / Math.max(this.width, this.height))
    return {
      width: Math.max(1, Math.round(this.width * scale)),
      height: Math.max(1, Math.round(this.height * scale)),
    }
  }

  #raw(): Sharp {
    const { width, height } = this
    const channels = this.#channels
    const image = sharp(this.#data, { raw: { width, height, channels }, limitInputPixels: false })
    return channels === 1 ? image.toColourspace('b-w') : image
  }
}

async function encode(image: Sharp, format: Encoding, quality: number): Promise<Buffer> {
  switch (format) {
    case 'png':
      return image.png({ compressionLevel: 6 }).toBuffer()
    case 'jpeg':
      return image.flatten({ background: 'white' }).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer()
    case 'webp':
      return image.webp({ quality, effort: 3, smartSubsample: true }).toBuffer()
  }
}
