import { UserInputError } from '../errors.js'
import type { Image } from '../image/image.js'
import type { Region } from '../mask/region.js'
import { fileBytes, type Pictures, type Remembered, withPixels } from './album.js'
import { findingsOf, fruitful, regionsOf, type State } from './state.js'
import type { Snapshot } from './store.js'
import type { Timeline } from './timeline.js'
import * as steps from './timeline.js'

/** Pictures that a conversation keeps at hand; the one shown first goes first. */
const MAX_PICTURES = 16
/** What pixels take that nobody else keeps, in bytes; the picture shown last stays whatever its size. The largest has 150 MB. */
const MAX_HELD_BYTES = 160 * 1024 * 1024

/** What a conversation knows: its pictures, and its timeline with everything seen and said. */
export class Memory {
  timeline: Timeline = steps.BEGINNING
  readonly #pictures: Pictures
  /** Pixels of pictures that can't be opened again, shown last, last. */
  readonly #held = new Map<string, Image>()
  #album: ReadonlyMap<string, Remembered> = new Map()
  #regionCount = 0

  constructor(pictures: Pictures) {
    this.#pictures = pictures
  }

  get state(): State {
    return this.timeline.state
  }

  /** In the order in which they were first shown. */
  get album(): readonly Remembered[] {
    return [...this.#album.values()]
  }

  /** The current picture. */
  get image(): Remembered | undefined {
    const { imageId } = this.state
    return imageId === undefined ? undefined : this.#album.get(imageId)
  }

  /** Of the current picture. */
  get regions(): readonly Region[] {
    const { imageId } = this.state
    return imageId === undefined ? [] : findingsOf(this.state, imageId).regions
  }

  /** Picked last in the current picture. */
  get selection(): readonly Region[] {
    const { imageId } = this.state
    return imageId === undefined ? [] : regionsOf(fruitful(this.state, imageId).at(-1), this.regions)
  }

  /** What it keeps of pictures, in bytes: the pixels of some, the files of others. */
  get pictureBytes(): number {
    return this.#heldBytes + fileBytes(this.album)
  }

  /** Whether it keeps a picture's pixels. */
  holds(id: string): boolean {
    return this.#held.has(id)
  }

  get snapshot(): Snapshot {
    return { album: this.album, timeline: this.timeline, regionCount: this.#regionCount }
  }

  /** In place of all that is known. */
  take({ album, timeline, regionCount }: Snapshot): void {
    this.#album = new Map(album.map((image) => [image.id, image]))
    this.timeline = timeline
    this.#regionCount = regionCount
  }

  /** Makes a picture the current one; the oldest goes where there are too many. */
  show(image: Image): void {
    const { id, width, height, name } = image
    const before = this.#album.get(id)
    const source = this.#pictures.sourceOf(id)
    if (!source) this.#hold(image)
    if (!before || (source && source !== before.source)) {
      this.#album = new Map(this.#album).set(id, { id, width, height, name, source })
    }
    if (this.state.imageId === id) return
    this.timeline = { ...this.timeline, state: { ...this.state, imageId: id } }
    this.#forgetOldest()
  }

  picture(id: string): Remembered | undefined {
    return this.#album.get(id)
  }

  /** A picture with its pixels. Throws `unknown-image`, and `image-not-found` where its file is gone or has changed. */
  async load(id: string, signal: AbortSignal): Promise<Image> {
    return this.#held.get(id) ?? withPixels(this.#remembered(id), this.#pictures, signal)
  }

  /** A region of any picture, also one that was taken back. Throws `unknown-region`. */
  locate(id: string): { region: Region; image: Remembered } {
    for (const [imageId, { regions, retired }] of this.state.findings) {
      const region = [...regions, ...retired].find((one) => one.id === id)
      if (region) return { region, image: this.#remembered(imageId) }
    }
    const known = this.regions.map((region) => region.id).slice(0, 30)
    const hint =
      known.length > 0 ? `Known are ${known.join(', ')}.` : 'None is known yet: segment something first.'
    throw new UserInputError('unknown-region', `There is no such region in this conversation. ${hint}`)
  }

  /** Ids are never given twice, not even after an undo. */
  newId(): string {
    this.#regionCount++
    return `r${this.#regionCount}`
  }

  get #heldBytes(): number {
    return [...this.#held.values()].reduce((sum, { pixels }) => sum + pixels.length, 0)
  }

  #hold(image: Image): void {
    this.#held.delete(image.id)
    this.#held.set(image.id, image)
    for (const id of this.#held.keys()) {
      if (id === image.id || this.#heldBytes <= MAX_HELD_BYTES) return
      this.#held.delete(id)
    }
  }

  #remembered(id: string): Remembered {
    const image = this.#album.get(id)
    if (image) return image
    throw new UserInputError('unknown-image', 'This conversation knows no such picture: open it first.')
  }

  #forgetOldest(): void {
    const oldest = [...this.#album.keys()].find((id) => id !== this.state.imageId)
    if (this.#album.size <= MAX_PICTURES || oldest === undefined) return
    const album = new Map(this.#album)
    album.delete(oldest)
    this.#album = album
    this.#held.delete(oldest)
    this.timeline = steps.forgotten(this.timeline, oldest)
  }
}
