import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type { AIMessageChunk, UsageMetadata } from '@langchain/core/messages'
import * as z from 'zod'
import { CancelledError, throwIfAborted } from '../errors.js'
import type { ChatModel, ChatReply, ChatRequest } from './chat-model.js'
import { ServerError, serverErrorIn } from './failure.js'
import { type ModelSpec, parseModelSpec } from './model-spec.js'
import { createPost, type Wait, waitOnClock } from './post.js'
import type { JsonSchema, Protocol } from './protocol.js'
import { providers } from './providers.js'

/** A processor may need minutes for one picture. */
const TIMEOUT_MS = 300_000
const IDLE_MS = 60_000
/** A model that repeats itself has to end somewhere. */
const MAX_TOKENS = 4096

export interface ChatModelOptions {
  /** Sent to this server alone, and shown nowhere. */
  readonly apiKey?: string | undefined
  /** For one answer, in milliseconds; default 5 minutes. */
  readonly timeoutMs?: number | undefined
  /** How long an answer that has begun may pause, in milliseconds; default 1 minute. */
  readonly idleMs?: number | undefined
  /** Lets time pass between two tries; tests hand in one that does not. */
  readonly wait?: Wait
}

/**
 * The model that `PROVIDER:MODEL[@URL]` names. Neither its server is contacted nor LangChain loaded before it is asked.
 *
 * @throws ConfigurationError for a name that cannot be read
 */
export function createChatModel(
  name: string,
  { apiKey, timeoutMs = TIMEOUT_MS, idleMs = IDLE_MS, wait = waitOnClock }: ChatModelOptions = {},
): ChatModel {
  const spec = parseModelSpec(name)
  const connection = { spec, apiKey, limits: { timeoutMs, idleMs }, wait }
  /** Until the server refuses. */
  let keepsShapes = true

  async function client(maxTokens = MAX_TOKENS, shape?: JsonSchema): Promise<BaseChatModel> {
    const protocol = await protocolOf(spec)
    return protocol.client({ spec, post: createPost(connection, protocol), maxTokens, shape })
  }

  async function invoke(
    request: ChatRequest,
    shape: JsonSchema | undefined,
    signal: AbortSignal,
  ): Promise<AIMessageChunk> {
    const { messagesOf } = await import('./messages.js')
    const model = await client(request.maxTokens, shape)
    try {
      // A signal of its own, for clients leave their listeners on the one they get.
      return await model.invoke(messagesOf(request), { signal: AbortSignal.any([signal]) })
    } catch (error) {
      if (signal.aborted) throw new CancelledError()
      throw serverErrorIn(error) ?? new ServerError('unreadable', spec, { cause: error })
    }
  }

  /** With the shape, or without it once the server has shown that it takes none. */
  async function invokeShaped(request: ChatRequest, signal: AbortSignal): Promise<AIMessageChunk> {
    if (request.shape === undefined || !keepsShapes) return invoke(request, undefined, signal)
    try {
      return await invoke(request, schemaOf(request.shape), signal)
    } catch (error) {
      if (!(error instanceof ServerError && error.problem === 'declined')) throw error
      const message = await invoke(request, undefined, signal)
      keepsShapes = false
      return message
    }
  }

  return {
    name: `${spec.provider}:${spec.model}`,
    model: spec.model,
    langChain: () => client(),
    async ask(request, signal) {
      throwIfAborted(signal)
      const begin = performance.now()
      const message = await invokeShaped(request, signal)
      return replyOf(message, performance.now() - begin)
    },
  }
}

/** What is read of LangChain's message. */
interface Spoken {
  readonly text: string
  readonly usage_metadata?: UsageMetadata | undefined
  readonly response_metadata: Readonly<Record<string, unknown>>
}

async function protocolOf({ provider }: ModelSpec): Promise<Protocol> {
  const { protocol } = providers[provider]
  const module = protocol === 'ollama' ? await import('./ollama.js') : await import('./openai.js')
  return module.protocol
}

/** Every property required and no other allowed, as OpenAI's strict mode wants it; a transform lets anything pass. */
function schemaOf(shape: z.ZodType): JsonSchema {
  return z.toJSONSchema(shape, { unrepresentable: 'any' })
}

function replyOf({ text, usage_metadata, response_metadata }: Spoken, elapsedMs: number): ChatReply {
  return {
    text,
    // Ollama's name for it, and OpenAI's.
    truncated: [response_metadata.done_reason, response_metadata.finish_reason].includes('length'),
    tokens: { input: usage_metadata?.input_tokens ?? 0, output: usage_metadata?.output_tokens ?? 0 },
    elapsedMs,
  }
}
