import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type { ModelSpec } from './model-spec.js'
import type { Post } from './post.js'

/** What a family of servers speaks, over LangChain's client for it. */
export interface Protocol {
  /** Whether what came with status 200 is a whole answer; an `error` is one in the server's words. */
  verdictOn(answer: string): 'whole' | 'cut-off' | 'unreadable' | { readonly error: string }
  /** A client at temperature 0 that sends through `post` and tries nothing again by itself. */
  client(setting: ClientSetting): BaseChatModel
}

export interface ClientSetting {
  readonly spec: ModelSpec
  readonly post: Post
  readonly maxTokens: number
  /** JSON schema that the reply is held to. */
  readonly shape: JsonSchema | undefined
}

export type JsonSchema = Readonly<Record<string, unknown>>

const NEVER = new AbortController().signal

/**
 * `post` as the `fetch` of a client.
 *
 * @param mend changes what the client would send
 * @param type content type of the answers
 */
export function fetchThrough(
  post: Post,
  mend: (body: Record<string, unknown>) => Record<string, unknown>,
  type: string,
): typeof fetch {
  return async (input, init) => {
    const sent = JSON.stringify(mend(JSON.parse(String(init?.body))))
    const answer = await post(String(input), sent, init?.signal ?? NEVER)
    return new Response(answer, { headers: { 'content-type': type } })
  }
}
