import type { Box, LabelledPoint } from '../geometry.js'
import type { Image } from '../image/image.js'
import type { Mask } from '../mask/mask.js'
import type { TraceStep } from '../trace.js'

/** How a caller follows and withdraws long work. */
export interface EngineContext {
  signal: AbortSignal
  /** `fraction` grows from 0 to 1; `message` says what is under way, in a few words. */
  progress(fraction: number, message: string): void
  /** Told what was done on the way, for whoever wants to know how an answer came about. */
  trace?(step: TraceStep): void
}

/** An object found in an image: its box in pixels of that image, its confidence 0 to 1. */
export interface Detection {
  label: string
  score: number
  box: Box
}

/** A phrase to look for, several of them, each of which its detections have as their label, or every object that the engine can name. */
export type GroundQuery = { phrase: string } | { phrases: readonly string[] } | { everything: true }

/** Words to boxes. An empty list is a right answer: nothing in the picture fits. */
export interface Grounder {
  readonly name: string
  /** All that it can name; absent for an engine that takes any phrase. Phrases have to be among these. */
  readonly labels?: readonly string[]
  ground(image: Image, query: GroundQuery, context: EngineContext): Promise<Detection[]>
}

/** What says which object is meant: a box, a positive point or a mask at least. */
export interface SegmentPrompt {
  box?: Box
  points?: LabelledPoint[]
  /** A rough mask of the object, of the image's size, to be made exact. */
  mask?: Mask
}

/** A mask of the image's size and the engine's estimate of its IoU with the true one, 0 to 1. */
export interface ScoredMask {
  mask: Mask
  score: number
}

/** Prompts to masks: one answer a prompt, in their order. */
export interface Segmenter {
  readonly name: string
  segment(image: Image, prompts: readonly SegmentPrompt[], context: EngineContext): Promise<ScoredMask[]>
}
