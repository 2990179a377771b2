import { request } from 'undici'
import { CancelledError } from '../errors.js'
import { readAll } from '../read-all.js'

/** No answer of a model is longer, in bytes. */
const MAX_BYTES = 16 * 1024 * 1024

export interface HttpRequest {
  readonly url: string
  /** JSON that is posted; without it the address is only read. */
  readonly body?: string | undefined
  readonly apiKey?: string | undefined
}

export interface HttpLimits {
  /** From the request to the end of the answer, in milliseconds. */
  readonly timeoutMs: number
  /** Between two parts of an answer that has begun. */
  readonly idleMs: number
}

export interface HttpReply {
  readonly status: number
  /** Seconds or a date, as the server gave it. */
  readonly retryAfter: string | undefined
  readonly body: string
}

/** Why no whole answer came. None is named "timeout": OpenAI's client puts an error of its own in place of that word. */
export type HttpFault = 'not-running' | 'unreachable' | 'cut-off' | 'too-slow' | 'stalled' | 'too-long'

export class HttpError extends Error {
  readonly fault: HttpFault

  constructor(fault: HttpFault, options?: ErrorOptions) {
    super(fault, options)
    this.fault = fault
  }
}

/**
 * One request and its whole answer, whatever its status; redirects are not followed, so that a key goes nowhere else.
 *
 * @throws HttpError where no whole answer came, and CancelledError
 */
export async function exchange(
  { url, body, apiKey }: HttpRequest,
  { timeoutMs, idleMs }: HttpLimits,
  signal: AbortSignal,
): Promise<HttpReply> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const reply = await request(url, {
      method: body === undefined ? 'GET' : 'POST',
      body: body ?? null,
      headers: {
        accept: 'application/json',
        'user-agent': 'deixis',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      },
      signal: AbortSignal.any([signal, timeout]),
      // A processor may look at a picture for minutes before the first word comes.
      headersTimeout: 0,
      bodyTimeout: idleMs,
    })
    const retryAfter = reply.headers['retry-after']
    return {
      status: reply.statusCode,
      retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
      body: (await readAll(reply.body, MAX_BYTES, () => new HttpError('too-long'))).toString('utf8'),
    }
  } catch (error) {
    if (signal.aborted) throw new CancelledError()
    if (error instanceof HttpError) throw error
    throw new HttpError(timeout.aborted ? 'too-slow' : faultOf(error), { cause: error })
  }
}

function faultOf(error: unknown): HttpFault {
  const { code = '' } = error as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return 'not-running'
  if (code === 'UND_ERR_BODY_TIMEOUT') return 'stalled'
  // The others of undici and Node's parser are about an exchange that had begun.
  if (/^(ECONNRESET|EPIPE|UND_ERR_(SOCKET|RES_CONTENT_LENGTH_MISMATCH)|HPE_)/.test(code)) return 'cut-off'
  return 'unreachable'
}
