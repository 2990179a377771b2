import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager'
import type { BaseMessage } from '@langchain/core/messages'
import type { ChatGenerationChunk } from '@langchain/core/outputs'
import { ChatOllama, type ChatOllamaInput } from '@langchain/ollama'
import { fetchThrough, type Protocol } from './protocol.js'

/** Tokens of question and answer: room for pictures, an agent's turns and its tools, where Ollama's default is 4096. */
const CONTEXT = 8192

/** Ollama's own protocol; answers come as lines of JSON. */
export const protocol: Protocol = {
  verdictOn(answer) {
    const lines = answer.split('\n').filter((line) => line.trim() !== '')
    const last = parsed(lines.at(-1))
    if (typeof last?.error === 'string') return { error: last.error }
    if (!lines.slice(0, -1).every((line) => parsed(line)?.message)) return 'unreadable'
    if (last?.done === true) return 'whole'
    return lines.length > 1 || last?.message ? 'cut-off' : 'unreadable'
  },

  client({ spec, post, maxTokens, shape }) {
    return new CancellableChatOllama({
      baseUrl: spec.url,
      model: spec.model,
      temperature: 0,
      numPredict: maxTokens,
      numCtx: CONTEXT,
      // Thinking aloud costs minutes on a processor, and the limit of tokens.
      think: false,
      disableStreaming: true,
      ...(shape && { format: shape }),
      fetch: fetchThrough(post, inOneTurn, 'application/x-ndjson'),
    })
  },
}

/** ChatOllama looks at its signal only when words come: this one hangs up at once. */
class CancellableChatOllama extends ChatOllama {
  readonly #fields: ChatOllamaInput

  constructor(fields: ChatOllamaInput) {
    super(fields)
    this.#fields = fields
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    run?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const { fetch: send = fetch } = this.#fields
    const { signal = null } = options
    const bound = new ChatOllama({
      ...this.#fields,
      fetch: (input, init) => send(input, { ...init, signal }),
    })
    yield* bound._streamResponseChunks(messages, options, run)
  }
}

interface Message {
  readonly role: string
  readonly content: string
  readonly images?: readonly string[]
}

/**
 * ChatOllama makes a message of every picture and every text. Where a context runs full, Ollama drops all messages but
 * the last: the question would lose its picture. So what one side says in a row becomes one message.
 */
function inOneTurn(body: Record<string, unknown>): Record<string, unknown> {
  const turns: Message[] = []
  for (const message of body.messages as Message[]) {
    const before = turns.at(-1)
    if (message.role === 'user' && before?.role === 'user') turns.splice(-1, 1, joined(before, message))
    else turns.push(message)
  }
  return { ...body, messages: turns }
}

function joined(one: Message, other: Message): Message {
  const images = [...(one.images ?? []), ...(other.images ?? [])]
  return {
    role: one.role,
    content: [one.content, other.content].filter((content) => content !== '').join('\n\n'),
    ...(images.length > 0 && { images }),
  }
}

function parsed(line = ''): { message?: unknown; done?: unknown; error?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
