import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type * as z from 'zod'
import type { TokenCount } from '../trace.js'

/** An encoded picture as a model gets it. */
export interface ModelPicture {
  readonly data: Uint8Array
  readonly mimeType: 'image/jpeg' | 'image/png'
}

export interface ChatRequest {
  readonly system?: string
  readonly text: string
  /** Shown before the text, in this order. */
  readonly pictures?: readonly ModelPicture[]
  /** Asks for JSON of this shape, where the server can be held to one; the reply is checked by whoever asked. */
  readonly shape?: z.ZodType
  /** Most tokens of the reply. */
  readonly maxTokens?: number
}

export interface ChatReply {
  readonly text: string
  /** Whether the reply was cut off at `maxTokens`. */
  readonly truncated: boolean
  readonly tokens: TokenCount
  readonly elapsedMs: number
}

/** A language model behind a server. It is contacted when first asked, not before. */
export interface ChatModel {
  /** As configured: "ollama:qwen3-vl:4b". */
  readonly name: string
  /** The server's own name of the model: "qwen3-vl:4b". */
  readonly model: string
  /**
   * One question, one answer, at temperature 0. Transient failures are tried again; then throws `ModelError` that says
   * what to do, or `CancelledError`.
   */
  ask(request: ChatRequest, signal: AbortSignal): Promise<ChatReply>
  /** The model for an agent of LangChain, with the same address, limits and sampling. */
  langChain(): Promise<BaseChatModel>
}
