import { setTimeout } from 'node:timers/promises'
import { throwIfAborted } from '../errors.js'
import { refusal, ServerError } from './failure.js'
import { exchange, HttpError, type HttpLimits } from './http.js'
import type { ModelSpec } from './model-spec.js'
import type { Protocol } from './protocol.js'

/** Of one question, the first included. */
const TRIES = 3
const FIRST_PAUSE_MS = 500
/** A server that wants to be left alone for longer gets no second try. */
const LONGEST_PAUSE_MS = 30_000

/** Asks a server and gives its whole answer as it was sent, or throws {@link ServerError} or `CancelledError`. */
export type Post = (url: string, body: string, signal: AbortSignal) => Promise<string>

/** Resolves after that time, or as soon as `signal` fires. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

export interface Connection {
  readonly spec: ModelSpec
  readonly apiKey: string | undefined
  readonly limits: HttpLimits
  readonly wait: Wait
}

/**
 * The one place where questions leave for a server. An answer is passed on when it has arrived whole, so that one which
 * breaks off can be asked for again.
 */
export function createPost({ spec, apiKey, limits, wait }: Connection, { verdictOn }: Protocol): Post {
  return async function post(url, body, signal) {
    for (let tries = 1; ; tries++) {
      throwIfAborted(signal)
      try {
        return await once(url, body, signal)
      } catch (error) {
        const pause = tries < TRIES ? pauseAfter(error, tries) : undefined
        if (pause === undefined) throw error
        await wait(pause, signal)
      }
    }
  }

  async function once(url: string, body: string, signal: AbortSignal): Promise<string> {
    const reply = await exchange({ url, body, apiKey }, limits, signal).catch((error) => {
      throw error instanceof HttpError ? new ServerError(error.fault, spec, { cause: error }) : error
    })
    if (reply.status !== 200) throw refusal(reply, body, spec)
    const verdict = verdictOn(reply.body)
    if (verdict === 'whole') return reply.body
    // Some fail when they have begun to answer, and a status can't be taken back.
    throw typeof verdict === 'string'
      ? new ServerError(verdict, spec)
      : refusal({ ...reply, status: 500, body: verdict.error }, body, spec)
  }
}

/** Waits on a clock. */
export async function waitOnClock(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {})
}

/** In milliseconds: twice as long after each try, spread so that clients do not come back all at once. */
function pauseAfter(error: unknown, tries: number): number | undefined {
  if (!(error instanceof ServerError) || !error.isTransient) return undefined
  const pause = FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.5 + Math.random() / 2)
  const least = error.retryAfterMs ?? 0
  return least > LONGEST_PAUSE_MS ? undefined : Math.max(pause, least)
}
