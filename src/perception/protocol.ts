import type { ErrorCode } from '../errors.js'
import type { Box, LabelledPoint, Size } from '../geometry.js'
import type { DetectOptions } from './embedded/detect.js'
import type { Manifest } from './embedded/manifest.js'
import type { Candidate, Detection } from './engine.js'

/** What the worker is started with. */
export interface WorkerSetup {
  modelsFolder: string
  manifest: Manifest
  threads: number
  /** What it may keep of encodings, pixels included. */
  cacheBytes: number
}

/** What there is to ask of the worker, by name: its input and its answer. */
export interface Tasks {
  detect: { input: DetectOptions; answer: Detection[] }
  segment: { input: readonly WirePrompt[]; answer: WireMask[] }
  name: { input: null; answer: readonly Candidate[] }
  garments: { input: null; answer: WireArea[] }
  surroundings: { input: null; answer: WireArea[] }
}
export type TaskName = keyof Tasks

/** A prompt on its way to the worker; `rough` are the runs of a mask to start from. */
export interface WirePrompt {
  box?: Box
  points: readonly LabelledPoint[]
  rough?: Uint32Array
}

/** A mask on its way between threads: column-major runs of the image's size. */
export interface WireMask {
  runs: Uint32Array
  score: number
}

/** What a mask shows, on its way between threads. */
export interface WireArea extends WireMask {
  label: string
}

/** An image by its id; with pixels where the worker may not hold it. */
export interface WireImage extends Size {
  id: string
  pixels?: Uint8Array<ArrayBuffer>
}

export interface Request<Name extends TaskName = TaskName> {
  id: number
  image: WireImage
  task: { [N in Name]: { name: N; input: Tasks[N]['input'] } }[Name]
  /** One shared cell: non-zero once the caller no longer wants the answer. */
  cancelled: Int32Array<SharedArrayBuffer>
}

/** What the worker says once it is loaded. */
export const READY = 'ready'

/** Asks the worker to finish what it was sent and leave. */
export const STOP = 'stop'

/** Milliseconds spent inside ONNX runs for one request; 0 where none was needed. */
export interface Timings {
  encodeMs: number
  decodeMs: number
}

/** What became of the encodings that a worker keeps. */
export interface CacheReport {
  /** Whether it held the request's picture already. */
  hit: boolean
  /** What all of them take. */
  bytes: number
}

export interface WireError {
  code: ErrorCode
  message: string
}

export type Reply = { id: number } & (
  | { kind: 'progress'; fraction: number; message: string }
  | { kind: 'pixels-wanted' }
  | { kind: 'answer'; answer: Tasks[TaskName]['answer']; timings: Timings; cache: CacheReport }
  | { kind: 'error'; error: WireError }
)
