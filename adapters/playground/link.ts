import type { AnswerData } from '../../tools/report.js'

/** A picture that the server has. */
export interface Uploaded {
  readonly image_id: string
  readonly width: number
  readonly height: number
  readonly name: string
}

export interface CallOptions {
  readonly signal: AbortSignal
  /** `fraction` grows from 0 to 1; `message` says what is under way. */
  progress(fraction: number, message: string): void
}

/** How the viewer reaches deixis: as a page over HTTP, or through the host that shows it. */
export interface Link {
  /** Calls a tool. Throws an `Error` whose message is written for people. */
  call<Data = AnswerData>(tool: string, args: Record<string, unknown>, options: CallOptions): Promise<Data>
  upload(file: File, options: CallOptions): Promise<Uploaded>
  /** A picture that the server has, upright. */
  picture(imageId: string): Promise<Blob>
  /** Hands over what `export` has saved. Returns what there is to say about it, if anything. */
  deliver(saved: string): Promise<string | undefined>
}
