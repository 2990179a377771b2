import type { Box, LabelledPoint } from '../geometry.js'
import type { Mask } from './mask.js'

/** One object of an answer. Ids (`r1`, `r2` ...) stay valid for the whole conversation. */
export interface Region {
  readonly id: string
  /** What it is, in lower-case words: "dog", "wine glass". */
  readonly label: string
  /** Confidence, 0 to 1. */
  readonly score: number
  /** In pixels of the image. */
  readonly box: Box
  /** Of the image's size. */
  readonly mask: Mask
  /** The points that its mask was made with: a later correction keeps to them. */
  readonly points?: readonly LabelledPoint[] | undefined
}
