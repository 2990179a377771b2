import type { Box, LabelledPoint } from '../geometry.js'
import type { Image } from '../image/image.js'
import type { Mask } from '../mask/mask.js'
import type { TraceStep } from '../trace.js'

/** How a caller follows and withdraws long work. */
export interface EngineContext {
  signal: AbortSignal
  /** Who asks, by a name that tells callers apart: where requests wait, callers take turns. */
  caller?: string | undefined
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
  /** Its outline, where the engine draws it itself: then no segmenter is asked. */
  mask?: Mask
}

/** A class of a {@link Namer}: what it is called and its place in WordNet 3.1, the byte offset of its synset in `data.noun`. */
export interface NamedClass {
  label: string
  synset: number
}

/** A part of an image that is probably one object, and what it may be. */
export interface Candidate {
  /** Pixels of the image. */
  box: Box
  /** How surely it is one object, 0 to 1. */
  score: number
  /** What the detector takes it for, if anything; also where it is less sure than answers need. */
  detection?: Detection
  /** float32 [classes], each the probability that it is one of that class; what is left to 1 is none of them. */
  probabilities: Float32Array
}

/** Says of parts of a picture which of many classes they may be. */
export interface Namer {
  readonly name: string
  readonly classes: readonly NamedClass[]
  /** What there may be in a picture; first the whole of it, then parts, likely objects first. Fewer than twenty. */
  candidates(image: Image, context: EngineContext): Promise<Candidate[]>
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
