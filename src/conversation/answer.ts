import type { Image, ImageInfo } from '../image/image.js'
import type { Region } from '../mask/region.js'
import { renderOverlay } from '../mask/render.js'
import type { TraceStep } from '../trace.js'

/** What a turn gives back. */
export interface Answer {
  readonly conversationId: string
  readonly image: ImageInfo
  /** The selection; empty when nothing fits. */
  readonly regions: readonly Region[]
  /** One or two sentences that need no picture to be understood. */
  readonly answer: string
  /** Why each region was picked, by its id. */
  readonly reasons: Readonly<Record<string, string>>
  readonly elapsedMs: number
  /** How it came about: who answered and why, which models were asked, at what cost. */
  readonly trace: readonly TraceStep[]
  /** The picture with its pixels, opened again if need be. Throws `image-not-found` where its file is gone or has changed. */
  loadImage(): Promise<Image>
  /** Writes the picture with the regions drawn on it; PNG, JPEG or WebP by the path's extension. */
  overlay(path: string): Promise<void>
}

export function createAnswer(fields: Omit<Answer, 'overlay'>): Answer {
  return {
    ...fields,
    async overlay(path) {
      const picture = await renderOverlay(await fields.loadImage(), fields.regions)
      await picture.write(path)
    },
  }
}
