import {
  type FakeModel,
  type FakeServer,
  piecesOf,
  type Script,
  startModelServer,
  type Wire,
} from './model-server.js'

interface OpenAIMessage {
  readonly role: string
  readonly content?: string | null | readonly Part[]
}

interface Part {
  readonly type: string
  readonly text?: string
  readonly image_url?: { readonly url: string }
}

/**
 * A server that speaks as OpenAI, LM Studio, vLLM and llama.cpp do: `/v1/chat/completions` (streaming or not),
 * `/v1/models`, and llama.cpp's `/props`.
 *
 *     await using openai = await startOpenAI(['a dog', { text: '[{"bbox_2d": [1,', truncated: true }])
 *     createChatModel(`openai:gpt-4.1@${openai.url}/v1`, { apiKey: 'sk-test' })
 *
 * `script` says what it answers: see {@link Script}. `models` are listed; every name is answered for.
 */
export function startOpenAI(
  script: Script = [],
  models: readonly FakeModel[] = [{ name: 'qwen3-vl-4b' }],
): Promise<FakeServer> {
  return startModelServer(openAIWire(models), script)
}

function openAIWire(models: readonly FakeModel[]): Wire {
  return {
    chat: '/v1/chat/completions',
    read(body) {
      const messages = (body.messages as OpenAIMessage[]).map(({ role, content }) => {
        const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? [])
        return {
          role,
          text: linesOf(parts.map(({ text = '' }: Part) => text)),
          pictures: parts.flatMap(({ image_url }: Part) => (image_url ? [decode(image_url.url)] : [])),
        }
      })
      const isSystem = ({ role }: { role: string }) => role === 'system' || role === 'developer'
      const format = body.response_format as { json_schema?: { schema: unknown } } | undefined
      const tools = (body.tools ?? []) as { function: { name: string } }[]
      return {
        model: body.model as string,
        system: linesOf(messages.filter(isSystem).map(({ text }) => text)),
        text: linesOf(messages.filter((message) => !isSystem(message)).map(({ text }) => text)),
        pictures: messages.flatMap(({ pictures }) => pictures),
        messages,
        shape: format?.json_schema?.schema,
        tools: tools.map((tool) => tool.function.name),
      }
    },
    said({ text = '', toolCalls, truncated, tokens }, { model, stream = false }) {
      const calls = toolCalls?.map(({ name, args }, index) => ({
        index,
        id: `call_${index}`,
        type: 'function',
        function: { name, arguments: JSON.stringify(args) },
      }))
      const finish_reason = truncated ? 'length' : calls ? 'tool_calls' : 'stop'
      const created = { id: 'chatcmpl-1', created: 1_790_000_000, model }
      const usage = tokens && {
        prompt_tokens: tokens.input,
        completion_tokens: tokens.output,
        total_tokens: tokens.input + tokens.output,
      }
      const message = { role: 'assistant', ...(calls && { tool_calls: calls }) }
      if (stream !== true) {
        const choices = [{ index: 0, message: { ...message, content: text }, finish_reason }]
        const whole = { ...created, object: 'chat.completion', choices, ...(usage && { usage }) }
        return { type: 'application/json', parts: piecesOf(JSON.stringify(whole)) }
      }
      const deltas = [
        ...piecesOf(text).map((content) => ({ delta: { content }, finish_reason: null })),
        ...(calls ? [{ delta: message, finish_reason: null }] : []),
        { delta: {}, finish_reason },
      ]
      const events = [
        ...deltas.map((delta) => ({ choices: [{ index: 0, ...delta }] })),
        ...(usage ? [{ choices: [], usage }] : []),
      ].map((event) => JSON.stringify({ ...created, object: 'chat.completion.chunk', ...event }))
      return { type: 'text/event-stream', parts: [...events, '[DONE]'].map((event) => `data: ${event}\n\n`) }
    },
    error: (message) => ({ error: { message, type: 'error', code: null } }),
    page(path) {
      switch (path) {
        case '/v1/models':
          return { object: 'list', data: models.map(({ name }) => ({ id: name, object: 'model' })) }
        case '/props':
          return { modalities: { vision: models.some(({ vision = true }) => vision), audio: false } }
        default:
          return undefined
      }
    },
  }
}

function decode(dataUrl: string): Buffer {
  return Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64')
}

function linesOf(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n')
}
