/** What went wrong, for programs: stable, lower-case, dash-separated. */
export type ErrorCode =
  | 'bad-input'
  | 'bad-image'
  | 'image-too-large'
  | 'image-not-found'
  | 'not-an-image'
  | 'unsupported-format'
  | 'forbidden-path'
  | 'forbidden-address'
  | 'fetch-failed'
  | 'unknown-image'
  | 'unknown-region'
  | 'no-image'
  | 'busy'
  | 'cancelled'
  | 'bad-configuration'
  | 'model-failed'

/** Common ancestor: its message is written for the person who can act on it and carries no untrusted text. */
export abstract class DeixisError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.name = new.target.name
  }
}

/** The caller can mend it: a wrong path, a damaged picture, an unknown handle. */
export class UserInputError extends DeixisError {}

/** Whoever installed or started deixis can mend it: a bad option, a missing model file. */
export class ConfigurationError extends DeixisError {
  constructor(message: string, options?: ErrorOptions) {
    super('bad-configuration', message, options)
  }
}

/** An engine failed although input and configuration were right. */
export class ModelError extends DeixisError {
  constructor(message: string, options?: ErrorOptions) {
    super('model-failed', message, options)
  }
}

/** The caller withdrew the request through its `AbortSignal`. */
export class CancelledError extends DeixisError {
  constructor() {
    super('cancelled', 'The request was cancelled.')
  }
}

/** Throws {@link CancelledError} when `signal` has fired: call it between the steps of long work. */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new CancelledError()
}
