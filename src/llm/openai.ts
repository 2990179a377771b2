import { ChatOpenAICompletions } from '@langchain/openai'
import * as z from 'zod'
import { fetchThrough, type Protocol } from './protocol.js'

/** Models that think first: they take no temperature. */
const THINKER = /^(o\d|gpt-5(?!-chat))/
/** `post` keeps the time; the client's own clock would stop what is tried again. In milliseconds, the most that a timer takes. */
const NO_TIMEOUT_MS = 2 ** 31 - 1

const Completion = z.object({ choices: z.array(z.object({ message: z.object({}) })).min(1) })
const Failure = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) })

/** Chat completions: OpenAI, LM Studio, llama.cpp, vLLM. */
export const protocol: Protocol = {
  verdictOn(answer) {
    const value = parsed(answer)
    if (Completion.safeParse(value).success) return 'whole'
    const { data } = Failure.safeParse(value)
    if (data === undefined) return 'unreadable'
    return { error: typeof data.error === 'string' ? data.error : data.error.message }
  },

  client({ spec, post, maxTokens, shape }) {
    // Where the client knows of a shape it throws truncated answers away, so it is not told.
    const shaped = shape && {
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: shape } },
    }
    return new ChatOpenAICompletions({
      model: spec.model,
      ...(!THINKER.test(spec.model) && { temperature: 0 }),
      maxTokens,
      streaming: false,
      maxRetries: 0,
      timeout: NO_TIMEOUT_MS,
      // The client insists on one; the real key is known to `post` alone.
      apiKey: 'none',
      configuration: {
        baseURL: spec.url,
        organization: null,
        fetch: fetchThrough(post, (body) => ({ ...body, ...shaped }), 'application/json'),
      },
    })
  },
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer)
  } catch {
    return undefined
  }
}
