import { ModelError } from '../errors.js'
import type { HttpFault, HttpReply } from './http.js'
import type { ModelSpec } from './model-spec.js'
import { type Provider, providers } from './providers.js'

/** What can go wrong between deixis and a model. */
export type Problem =
  | HttpFault
  /** 401 or 403. */
  | 'key'
  /** 404. */
  | 'unknown-model'
  /** It was shown a picture and takes none. */
  | 'blind'
  /** It was offered tools and calls none. */
  | 'toolless'
  /** The question is longer than its context. */
  | 'too-much'
  /** 429. */
  | 'busy'
  /** 5xx. */
  | 'broken'
  /** Any other status but 200. */
  | 'declined'
  /** Status 200, and no answer as the protocol has it. */
  | 'unreadable'

/** These may be gone in a moment; not what is too slow, for its time is all that the caller could spare. */
const TRANSIENT: readonly Problem[] = ['cut-off', 'busy', 'broken']

interface Circumstances {
  readonly status?: number
  readonly retryAfterMs?: number | undefined
  readonly cause?: unknown
}

/** Why a model did not answer. The message says what to do and holds nothing that a server wrote. */
export class ServerError extends ModelError {
  readonly problem: Problem
  /** How long the server wants to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined

  constructor(problem: Problem, spec: ModelSpec, { status = 200, retryAfterMs, cause }: Circumstances = {}) {
    super(messageOf(problem, spec, status), { cause })
    this.problem = problem
    this.retryAfterMs = retryAfterMs
  }

  get isTransient(): boolean {
    return TRANSIENT.includes(this.problem)
  }
}

/** The one among the causes of what a client of LangChain threw: clients wrap what they catch. */
export function serverErrorIn(error: unknown): ServerError | undefined {
  if (error instanceof ServerError) return error
  return error instanceof Error ? serverErrorIn(error.cause) : undefined
}

/** The problem that an answer with another status than 200 tells of. Its text is read, and not repeated. */
export function refusal(
  { status, body, retryAfter }: HttpReply,
  asked: string,
  spec: ModelSpec,
): ServerError {
  return new ServerError(problemOf(status, body, asked), spec, {
    status,
    retryAfterMs: millisecondsOf(retryAfter),
  })
}

function problemOf(status: number, text: string, asked: string): Problem {
  if (status === 401 || status === 403) return 'key'
  if (status === 404) return 'unknown-model'
  if (status === 429) return 'busy'
  // Ollama puts a shape that it cannot keep to under 500.
  if (/schema|grammar|response_format/i.test(text)) return 'declined'
  if (status === 413 || (status < 503 && /context|too (long|large|many tokens)/i.test(text)))
    return 'too-much'
  // Servers put it under 400 or 500, and in words of their own: "image input is not supported", "not a multimodal model".
  if (status <= 500 && holdsPictures(asked) && /image|vision|modal|mmproj/i.test(text)) return 'blind'
  if (status <= 500 && asked.includes('"tools":[') && /tool/i.test(text)) return 'toolless'
  return status >= 500 || status === 408 ? 'broken' : 'declined'
}

function holdsPictures(asked: string): boolean {
  return asked.includes('"images":["') || asked.includes('"image_url"')
}

function millisecondsOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined
  const seconds = Number(retryAfter)
  const wait = Number.isNaN(seconds) ? Date.parse(retryAfter) - Date.now() : seconds * 1000
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}

function messageOf(problem: Problem, { provider, model, url }: ModelSpec, status: number): string {
  const { label, start, get, sight, tools }: Provider = providers[provider]
  const subject = `"${model}" at ${url}`
  switch (problem) {
    case 'not-running':
      return `No server answers at ${url}. To start ${label}, ${start}; or correct the address.`
    case 'unreachable':
      return `${url} cannot be reached. Correct the address, or check the network and the server's certificate.`
    case 'cut-off':
      return `${subject} broke off in the middle of its answer, and again when asked anew. Its server may have run out of memory: see its log, or take a smaller model.`
    case 'too-slow':
      return `${subject} did not answer in time. Take a smaller model, or ask with a smaller picture.`
    case 'stalled':
      return `${subject} began to answer and then fell silent. Restart its server; if this comes back, take a smaller model.`
    case 'too-long':
      return `${subject} would not stop answering. Take another model.`
    case 'key':
      return `${url} did not accept the key (HTTP ${status}). Set DEIXIS_API_KEY to one that may use "${model}".`
    case 'unknown-model':
      return `${url} has no model "${model}", or is not the address of ${label}. ${get(model)}, or name one that "deixis doctor" lists.`
    case 'blind':
      return `${subject} does not take pictures. ${sight}`
    case 'toolless':
      return `${subject} calls no tools. ${tools}`
    case 'too-much':
      return `The question was too long for ${subject}. Give the model a longer context, or ask with a smaller picture.`
    case 'busy':
      return `${subject} has too much to do, or your quota is used up (HTTP 429). Wait a little, or see your account.`
    case 'broken':
      return `${subject} failed, and again when asked anew (HTTP ${status}). Its server's log says why; if memory ran out, take a smaller model.`
    case 'declined':
      return `${subject} declined the question (HTTP ${status}). Check the model and the address: "deixis doctor" tries them.`
    case 'unreadable':
      return `What ${url} answered is no chat completion. Check that the address is that of ${label}, or update the server.`
  }
}
