import type { ErrorRequestHandler, Response } from 'express'
import { CancelledError, DeixisError, type ErrorCode, UserInputError } from '../../src/errors.js'

/** A request that is answered with an error: its message is written for whoever sent it. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  /** Seconds after which it may be tried again. */
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  'image-too-large': 413,
  'not-an-image': 415,
  'unsupported-format': 415,
  'unknown-image': 404,
  'image-not-found': 404,
  'forbidden-path': 403,
  'forbidden-address': 403,
  busy: 503,
}

/** Any error as one that may be told; what nobody foresaw, and what only the operator can mend, goes to the log. */
export function refusalFrom(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof UserInputError || error instanceof CancelledError) {
    return new Refusal(STATUS[error.code] ?? 400, error.code, error.message)
  }
  const status = statusOf(error)
  if (status !== undefined) {
    return status === 404 ? notFound() : new Refusal(status, 'bad-request', 'This request cannot be read.')
  }
  console.error(error)
  return new Refusal(500, 'failed', OPERATOR)
}

/** Instead of messages that name what belongs to the operator: addresses of servers, files, models. */
export const OPERATOR =
  'Something failed on the side of this server: whoever runs it finds the details in its log. Other requests still work.'

export function notFound(): Refusal {
  return new Refusal(404, 'not-found', 'There is nothing at this address.')
}

/** Every error as `{"error": {"code", "message"}}`, without a trace of where it came from. */
export const answerErrors: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error)
  const { code, message } = refuse(response, error)
  response.json({ error: { code, message } })
}

/** Status and headers of an error. */
export function refuse(response: Response, error: unknown): Refusal {
  const refusal = refusalFrom(error)
  if (refusal.retryAfter !== undefined) response.set('Retry-After', String(Math.ceil(refusal.retryAfter)))
  if (refusal.status === 401) response.set('WWW-Authenticate', 'Bearer realm="deixis"')
  response.status(refusal.status)
  return refusal
}

/** What Express and its parts say of a request that they can't read, such as a malformed address. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof DeixisError || !(error instanceof Error) || !('status' in error)) return undefined
  const { status } = error
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}
